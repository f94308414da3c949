/**
 * I/O threads on selectors: sockets, tasks, deadlines, and the accepting of connections.
 *
 * <p>Entry points: {@link io.mychat.gateway.transport.nio.loop.EventLoop} and
 * {@link io.mychat.gateway.transport.nio.loop.EventLoops}, which holds all of them.
 *
 * <p>Neighbours: uses gateway-spi, gateway-transport-common; used by {@code nio}, {@code http}, {@code port},
 * {@code tls}.
 */
@NullMarked
package io.mychat.gateway.transport.nio.loop;

import org.jspecify.annotations.NullMarked;
