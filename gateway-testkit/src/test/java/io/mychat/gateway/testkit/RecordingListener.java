package io.mychat.gateway.testkit;

import io.mychat.gateway.spi.transport.Connection;
import io.mychat.gateway.spi.transport.ConnectionListener;
import io.mychat.gateway.spi.transport.ConnectionReceiver;
import io.mychat.gateway.spi.transport.HandshakeDecision;
import io.mychat.gateway.spi.transport.HandshakeRequest;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** Notes everything that a transport tells it about one connection. */
final class RecordingListener implements ConnectionListener, ConnectionReceiver {

    final List<String> events = new CopyOnWriteArrayList<>();
    HandshakeDecision decision = new HandshakeDecision.Accept(null);
    private volatile @Nullable Connection connection;

    Connection connection() {
        Connection opened = connection;
        if (opened == null) {
            throw new AssertionError("not open");
        }
        return opened;
    }

    @Override
    public HandshakeDecision onHandshake(HandshakeRequest request) {
        return decision;
    }

    @Override
    public ConnectionReceiver onOpen(HandshakeRequest request, Connection opened) {
        connection = opened;
        return this;
    }

    @Override
    public void onAbandoned(HandshakeRequest request) {
        events.add("abandoned");
    }

    @Override
    public void onMessage(byte[] buffer, int offset, int length) {
        String text = new String(buffer, offset, length, StandardCharsets.UTF_8);
        events.add(text);
        if (text.equals("throw")) {
            throw new IllegalStateException("as asked");
        }
        if (text.equals("suspend")) {
            connection().suspendReceiving();
        }
    }

    @Override
    public void onPing() {
        events.add("ping");
    }

    @Override
    public void onPong() {
        events.add("pong");
    }

    @Override
    public void onDrained() {
        events.add("drained");
    }

    @Override
    public void onClosed(int code) {
        events.add("closed " + code);
    }
}
