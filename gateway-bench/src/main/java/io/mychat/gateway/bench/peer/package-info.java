/**
 * Other libraries' servers as their users write them: echoes, and relays of messages between clients.
 *
 * <p>Entry points: {@link io.mychat.gateway.bench.peer.EpollEcho}, {@link io.mychat.gateway.bench.peer.VertxEcho},
 * {@link io.mychat.gateway.bench.peer.SocketIoRelay}, {@link io.mychat.gateway.bench.peer.StompRelay}.
 *
 * <p>Neighbours: uses {@code server}; used by {@code driver}.
 */
@NullMarked
package io.mychat.gateway.bench.peer;

import org.jspecify.annotations.NullMarked;
