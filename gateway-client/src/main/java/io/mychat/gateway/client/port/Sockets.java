package io.mychat.gateway.client.port;

/**
 * Opens WebSocket connections. {@link io.mychat.gateway.client.jdk.JdkNetwork} does it with the JDK; on Android it is a few lines on OkHttp. Many
 * clients may share one.
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface Sockets {

    /**
     * Begins to open a connection, without waiting for it. The listener hears of everything else, also of a failure.
     *
     * @param url such as {@code wss://chat.example.com/ws}
     * @param subprotocol the WebSocket sub-protocol to offer
     * @param openMs how long opening may take, in milliseconds
     * @throws IllegalArgumentException if the address is none
     */
    Socket open(String url, String subprotocol, long openMs, SocketListener listener);
}
