/**
 * The gateway on the port of the application: in its servlet container.
 *
 * <p>Entry point: {@link io.mychat.gateway.spring.web.ServletAutoConfiguration}, which Spring Boot finds.
 *
 * <p>Neighbours: uses {@code spring}, gateway-transport-jakarta; used by {@code security}.
 */
@NullMarked
package io.mychat.gateway.spring.web;

import org.jspecify.annotations.NullMarked;
