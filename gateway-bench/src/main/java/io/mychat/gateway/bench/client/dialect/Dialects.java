package io.mychat.gateway.bench.client.dialect;

/** All kinds of servers. */
public enum Dialects {
    /** The gateway, and echoes, which have no logins. */
    GATEWAY,
    /** Socket.IO 4 over WebSocket. */
    SOCKET_IO,
    /** STOMP 1.2 over WebSocket. */
    STOMP;

    /** A new one, without clients that it knows. */
    public Dialect dialect() {
        return switch (this) {
            case GATEWAY -> new GatewayDialect();
            case SOCKET_IO -> new SocketIoDialect();
            case STOMP -> new StompDialect();
        };
    }
}
