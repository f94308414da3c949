package io.mychat.gateway.testkit.transport;

import io.mychat.gateway.spi.transport.Connection;
import io.mychat.gateway.spi.transport.ConnectionListener;
import io.mychat.gateway.spi.transport.ConnectionReceiver;
import io.mychat.gateway.spi.transport.HandshakeDecision;
import io.mychat.gateway.spi.transport.HandshakeRequest;
import io.mychat.gateway.spi.transport.MessageType;
import java.util.Arrays;

/**
 * Accepts everybody and sends every message back, as conformance suites and measurements of a transport expect it.
 *
 * @param type of the messages
 * @since 0.1.0
 */
public record EchoListener(MessageType type) implements ConnectionListener {

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
