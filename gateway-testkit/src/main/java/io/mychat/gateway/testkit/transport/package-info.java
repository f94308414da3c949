/**
 * The promises of {@link io.mychat.gateway.spi.transport.WebSocketTransport} as contract suites. A transport extends
 * all suites that apply to it.
 *
 * <p>Entry points: {@link io.mychat.gateway.testkit.transport.ConnectionContract} for every transport, also without
 * sockets; {@link io.mychat.gateway.testkit.transport.FramesContract},
 * {@link io.mychat.gateway.testkit.transport.HandshakesContract} and
 * {@link io.mychat.gateway.testkit.transport.SocketsContract} for transports on sockets;
 * {@link io.mychat.gateway.testkit.transport.RawClient}, a client that sends exactly the bytes of a test.
 *
 * <p>Neighbours: uses {@code testkit}, gateway-spi; used by gateway-bench.
 */
@NullMarked
package io.mychat.gateway.testkit.transport;

import org.jspecify.annotations.NullMarked;
