/**
 * Questions for what happens to a user, a message or a chat.
 *
 * <p>Entry point: {@link io.mychat.gateway.spi.trace.Traces}.
 *
 * <p>Neighbours: uses {@code chat}, {@code session}; used by gateway-core, gateway-spring-boot-starter.
 */
@NullMarked
package io.mychat.gateway.spi.trace;

import org.jspecify.annotations.NullMarked;
