package io.mychat.gateway.spi.transport;

import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;

/**
 * The HTTP request of a WebSocket handshake. Valid until the connection is open. The listener gets the same object in
 * every call for one handshake.
 *
 * @since 0.1.0
 */
public interface HandshakeRequest {

    /** The other end of the TCP connection. */
    InetSocketAddress peer();

    /** The first header with this name, case-insensitive. */
    Optional<String> header(String name);

    /** All headers with this name in order, case-insensitive. */
    List<String> headers(String name);

    /** The subprotocols that the client offers, in its order of preference. */
    List<String> subprotocols();
}
