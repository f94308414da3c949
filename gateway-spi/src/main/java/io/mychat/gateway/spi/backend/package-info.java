/**
 * Back-end services that answer commands in a handler's place (protocol.md section 3). The core decides about each
 * call; an adapter such as gateway-backends carries it.
 *
 * <p>Entry point: {@link io.mychat.gateway.spi.backend.BackendServices}.
 *
 * <p>Neighbours: uses {@code event}, {@code message}, {@code session}, {@code time}; used by gateway-backends,
 * gateway-core, gateway-spring-boot-starter, gateway-testkit.
 */
@NullMarked
package io.mychat.gateway.spi.backend;

import org.jspecify.annotations.NullMarked;
