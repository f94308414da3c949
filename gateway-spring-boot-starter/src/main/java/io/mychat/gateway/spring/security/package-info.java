/**
 * Spring Security's users and decoded tokens as credentials of the gateway.
 *
 * <p>Entry point: {@link io.mychat.gateway.spring.security.SecurityAutoConfiguration}, which Spring Boot finds.
 *
 * <p>Neighbours: uses {@code spring}, {@code web}, gateway-spi, gateway-transport-jakarta; used by none.
 */
@NullMarked
package io.mychat.gateway.spring.security;

import org.jspecify.annotations.NullMarked;
