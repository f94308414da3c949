package io.mychat.gateway.core.security;

import io.mychat.gateway.spi.transport.BufferAccount;
import io.mychat.gateway.spi.transport.ConnectionGate;
import io.mychat.gateway.spi.transport.ConnectionGate.Arrival;
import io.mychat.gateway.spi.transport.ConnectionGate.PortKind;
import io.mychat.gateway.spi.transport.ConnectionGate.Stage;
import io.mychat.gateway.spi.transport.ConnectionGate.Verdict;
import java.net.InetAddress;
import org.jspecify.annotations.Nullable;

/** A TCP connection in {@link AcceptedConnections}, whose lock guards what is not volatile and not said to be otherwise. */
final class AcceptedConnection implements ConnectionGate.Entry {

    private final AcceptedConnections home;
    private final PortKind port;
    private final Runnable close;
    private final boolean announces;

    private @Nullable AddressGroup group;
    /** A TLS handshake is under way. */
    boolean handshaking;
    /** No whole request has come. */
    boolean pending = true;
    /** Counted among the refused ones and nowhere else. */
    boolean refused;
    /** Counted nowhere. */
    boolean gone;

    /** Where the bytes of an incomplete request are counted; guarded by this object's own lock. */
    private @Nullable BufferAccount account;

    private int kept;

    private volatile Verdict verdict = Verdict.ADMITTED;
    private volatile Stage stage = Stage.WAITING;
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

    /** Whose connections it counts among; null: of nobody. */
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

    Stage stage() {
        return stage;
    }

    /** Whether nothing is lost with it but the client's patience. */
    boolean isIdle() {
        return stage == Stage.WAITING;
    }

    /** For how long nothing has come, in nanoseconds. */
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
        stage = next;
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
