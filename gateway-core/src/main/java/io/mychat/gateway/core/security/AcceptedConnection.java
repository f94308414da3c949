package io.mychat.gateway.core.security;

import io.mychat.gateway.spi.transport.BufferAccount;
import io.mychat.gateway.spi.transport.ConnectionGate;
import io.mychat.gateway.spi.transport.ConnectionGate.Arrival;
import io.mychat.gateway.spi.transport.ConnectionGate.PortKind;
import io.mychat.gateway.spi.transport.ConnectionGate.Stage;
import io.mychat.gateway.spi.transport.ConnectionGate.Verdict;
import java.net.InetAddress;
import org.jspecify.annotations.Nullable;

/**
 * A TCP connection in {@link AcceptedConnections}. The lock of that object guards the fields that are not volatile,
 * except for the account.
 */
final class AcceptedConnection implements ConnectionGate.Entry {

    private final AcceptedConnections home;
    private final PortKind port;
    private final Runnable close;
    private final boolean announces;

    private @Nullable AddressGroup group;
    /** A TLS handshake is in progress. */
    boolean handshaking;
    /** The client has not sent a complete request. */
    boolean pending = true;
    /** The connection is counted as refused and not otherwise. */
    boolean refused;
    /** The connection has ended and is not counted. */
    boolean gone;

    /** Counts the bytes of an incomplete request; guarded by this object's own lock. */
    private @Nullable BufferAccount account;

    private int kept;

    private volatile Verdict verdict = Verdict.ADMITTED;
    private volatile boolean idle = true;
    private volatile long activeAt;

    AcceptedConnection(
            AcceptedConnections home,
            Arrival arrival,
            @Nullable AddressGroup group,
            boolean announces,
            Runnable close) {
        this.home = home;
        this.port = arrival.port();
        this.handshaking = arrival.tls();
        this.group = group;
        this.announces = announces;
        this.close = close;
        this.activeAt = home.now();
    }

    PortKind port() {
        return port;
    }

    /** The address group that the connection is counted for; null: none. */
    @Nullable
    AddressGroup group() {
        return group;
    }

    void group(@Nullable AddressGroup of) {
        group = of;
    }

    void verdict(Verdict found) {
        verdict = found;
    }

    /** Whether the connection is idle, so that closing it interrupts no request. */
    boolean isIdle() {
        return idle;
    }

    /** The nanoseconds since the last received byte. */
    long idle(long now) {
        return now - activeAt;
    }

    void shut() {
        close.run();
    }

    @Override
    public Verdict verdict() {
        return verdict;
    }

    @Override
    public boolean announcesClient() {
        return announces;
    }

    @Override
    public void announced(InetAddress client) {
        home.announced(this, client);
    }

    @Override
    public void secured() {
        home.secured(this);
    }

    @Override
    public void reached(Stage next) {
        activeAt = home.now();
        idle = next == Stage.WAITING;
        home.reached(this, next);
    }

    @Override
    public void received() {
        activeAt = home.now();
    }

    @Override
    public synchronized boolean reserve(int bytes) {
        BufferAccount held = account == null ? home.buffers().open(this::shut) : account;
        account = held;
        kept += bytes;
        boolean taken = held.reserve(BufferAccount.Use.INBOUND, bytes);
        if (!taken) {
            release(bytes);
        }
        return taken;
    }

    @Override
    public synchronized void release(int bytes) {
        kept -= bytes;
        BufferAccount held = account;
        if (held == null) {
            return;
        }
        if (kept <= 0) {
            account = null;
            held.close();
        } else {
            held.release(BufferAccount.Use.INBOUND, bytes);
        }
    }

    @Override
    public void left() {
        synchronized (this) {
            if (account != null) {
                account.close();
                account = null;
            }
        }
        home.left(this);
    }
}
