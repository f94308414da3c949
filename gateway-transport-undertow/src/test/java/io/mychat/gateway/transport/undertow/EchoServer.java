package io.mychat.gateway.transport.undertow;

import io.mychat.gateway.spi.time.TimeSource;
import io.mychat.gateway.spi.transport.Connection;
import io.mychat.gateway.spi.transport.ConnectionListener;
import io.mychat.gateway.spi.transport.ConnectionReceiver;
import io.mychat.gateway.spi.transport.HandshakeDecision;
import io.mychat.gateway.spi.transport.HandshakeRequest;
import io.mychat.gateway.spi.transport.MessageType;
import io.mychat.gateway.spi.transport.WebSocketSettings;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;

/** Sends every message of one type back, as conformance suites expect it. */
record EchoServer(UndertowWebSocketTransport transport, MessageType type, int port)
        implements ConnectionListener, AutoCloseable {

    private static final int MAX_MESSAGE_BYTES = 16 << 20;
    private static final int MAX_OUTBOUND_BYTES = 256 << 20;

    static EchoServer start(MessageType type, TimeSource time) throws IOException {
        UndertowWebSocketTransport transport = Transports.compressing(time, null);
        WebSocketSettings settings = new WebSocketSettings(
                "127.0.0.1", 0, "/ws", MAX_MESSAGE_BYTES, MAX_OUTBOUND_BYTES, Duration.ofSeconds(1));
        int port = transport.start(settings, new EchoServer(transport, type, 0)).getPort();
        return new EchoServer(transport, type, port);
    }

    @Override
    public HandshakeDecision onHandshake(HandshakeRequest request) {
        return new HandshakeDecision.Accept(null, type);
    }

    @Override
    public ConnectionReceiver onOpen(HandshakeRequest request, Connection connection) {
        return new Echo(connection);
    }

    @Override
    public void onAbandoned(HandshakeRequest request) {}

    @Override
    public void close() {
        transport.close();
    }

    private record Echo(Connection connection) implements ConnectionReceiver {

        @Override
        public void onMessage(byte[] buffer, int offset, int length) {
            connection.send(Arrays.copyOfRange(buffer, offset, offset + length));
        }

        @Override
        public void onPing() {}

        @Override
        public void onPong() {}

        @Override
        public void onDrained() {}

        @Override
        public void onClosed(int code) {}
    }
}
