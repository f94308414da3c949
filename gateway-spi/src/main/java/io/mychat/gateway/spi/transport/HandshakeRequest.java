package io.mychat.gateway.spi.transport;

import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;

/** The HTTP request of a WebSocket handshake. Valid until the connection is open. The same object in every call. */
public interface HandshakeRequest {

    /** The other end of the TCP connection. */
    InetSocketAddress peer();

    /** The first header of that name, case-insensitive. */
    Optional<String> header(String name);

    /** All headers of that name, in order, case-insensitive. */
    List<String> headers(String name);

    /** The sub-protocols that the client names, most wanted first. */
    List<String> subprotocols();
}
