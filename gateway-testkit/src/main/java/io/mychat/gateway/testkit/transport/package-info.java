/**
 * What every {@link io.mychat.gateway.spi.transport.WebSocketTransport} promises, as test suites, each a room of its own:
 * {@link io.mychat.gateway.testkit.transport.ConnectionContract} (what the SPI says about a connection; also for
 * transports without sockets), and for those on sockets {@link io.mychat.gateway.testkit.transport.FramesContract},
 * {@link io.mychat.gateway.testkit.transport.HandshakesContract} and {@link
 * io.mychat.gateway.testkit.transport.SocketsContract}. Who writes a transport extends all that apply. {@link
 * io.mychat.gateway.testkit.transport.RawClient} says exactly the bytes that a test wants.
 */
@NullMarked
package io.mychat.gateway.testkit.transport;

import org.jspecify.annotations.NullMarked;
