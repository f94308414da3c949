/**
 * Sessions of clients whose network breaks WebSocket (docs/adr/0060-server-sent-events.md): messages of the gateway are
 * server-sent events of one response, and messages of the client are the bodies of requests. To the rest of the gateway
 * such a session is a {@link io.mychat.gateway.spi.transport.Connection} like any other.
 *
 * <p>Entry point: {@link io.mychat.gateway.core.http.events.EventEndpoints}.
 *
 * <p>Neighbours: uses {@code codec}, {@code config}, {@code http}, {@code protocol}, gateway-spi; used by {@code core}.
 */
@NullMarked
package io.mychat.gateway.core.http.events;

import org.jspecify.annotations.NullMarked;
