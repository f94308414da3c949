/**
 * A gateway with many sessions, whose clients are in its own process and need no sockets.
 *
 * <p>Entry point: {@link io.mychat.gateway.bench.sessions.SessionsTarget}.
 *
 * <p>Neighbours: uses {@code server}, gateway-core, gateway-spi, gateway-testkit; used by {@code driver}.
 */
@NullMarked
package io.mychat.gateway.bench.sessions;

import org.jspecify.annotations.NullMarked;
