package io.mychat.gateway.testkit;

import io.mychat.gateway.spi.time.TimeSource;
import io.mychat.gateway.spi.transport.WebSocketTransport;
import io.mychat.gateway.testkit.transport.ConnectionContract;
import io.mychat.gateway.testkit.transport.Peer;
import java.net.InetSocketAddress;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The part of the transports' contract that needs no socket: frames, handshakes and TCP do not exist here. */
class InMemoryConnectionTest extends ConnectionContract {

    private @Nullable InMemoryTransport transport;

    @Override
    protected WebSocketTransport transport(TimeSource time) {
        InMemoryTransport made = new InMemoryTransport(time);
        transport = made;
        return made;
    }

    @Override
    protected Peer connect(InetSocketAddress address) {
        return new InMemoryPeer(Objects.requireNonNull(transport).connect());
    }

    private record InMemoryPeer(TestConnection connection) implements Peer {

        @Override
        public void send(String text) {
            connection.send(text);
        }

        @Override
        public void ping() {
            connection.ping();
        }

        @Override
        public String receive() {
            return connection.receive(TestClient.PATIENCE).orElseThrow(() -> new AssertionError("no text came"));
        }

        @Override
        public int closeCode() {
            return connection
                    .awaitClose(TestClient.PATIENCE)
                    .orElseThrow(() -> new AssertionError("no close frame came"));
        }

        @Override
        public void close(int code) {
            connection.close(code);
        }

        @Override
        public void stopReading() {
            connection.stopReading();
        }

        @Override
        public void startReading() {
            connection.startReading();
        }

        @Override
        public void becomeUnresponsive() {
            connection.becomeUnresponsive();
        }

        @Override
        public void vanish() {
            connection.vanish();
        }
    }
}
