package io.mychat.gateway.core.connection;

import io.mychat.gateway.spi.transport.CloseReason;
import io.mychat.gateway.testkit.StubConnection;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * A connection of a {@link RacingLogins}, from both ends: what the manager closes ends a moment later on another thread, as
 * with a transport. Thread-safe.
 */
final class RacingConnection extends StubConnection {

    private final RacingLogins track;
    private final List<CloseReason> closes = new CopyOnWriteArrayList<>();
    private final AtomicBoolean ended = new AtomicBoolean();
    private volatile @Nullable ClientConnection client;

    RacingConnection(RacingLogins track) {
        this.track = track;
    }

    void opened(ClientConnection newClient) {
        client = newClient;
    }

    ClientConnection client() {
        return Objects.requireNonNull(client);
    }

    /** What the manager asked the transport for. */
    List<CloseReason> closes() {
        return closes;
    }

    boolean isOpen() {
        return closes.isEmpty() && !ended.get();
    }

    /** The TCP connection is gone. */
    void peerLeaves() {
        end(1006);
    }

    private void end(int code) {
        if (ended.compareAndSet(false, true)) {
            track.manager().closed(client(), code);
        }
    }

    @Override
    public void close(CloseReason reason) {
        closes.add(reason);
        track.soon(() -> end(reason.code()));
    }

    @Override
    public SendResult send(byte[] utf8) {
        return closes.isEmpty() ? SendResult.ACCEPTED : SendResult.CLOSED;
    }
}
