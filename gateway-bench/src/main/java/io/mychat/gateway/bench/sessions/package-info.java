/**
 * A gateway with many sessions, whose clients are in its own process and need no sockets.
 *
 * <p>Entry point: {@link io.mychat.gateway.bench.sessions.SessionsTarget}.
 *
 * <p>Neighbours: uses none; used by none.
 */
@NullMarked
package io.mychat.gateway.bench.sessions;

import org.jspecify.annotations.NullMarked;
