package io.mychat.gateway.transport.undertow;

import io.mychat.gateway.spi.time.TimeSource;
import io.mychat.gateway.spi.transport.ConnectionGate;
import io.mychat.gateway.spi.transport.ConnectionGate.PortKind;
import io.mychat.gateway.spi.transport.ConnectionListener;
import io.mychat.gateway.spi.transport.WebSocketSettings;
import io.mychat.gateway.spi.transport.WebSocketTransport;
import io.mychat.gateway.transport.undertow.accept.RefusalCounts;
import io.mychat.gateway.transport.undertow.websocket.Connections;
import io.mychat.gateway.transport.undertow.websocket.HandshakeHandler;
import io.mychat.gateway.transport.undertow.websocket.SocketStats;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.xnio.XnioWorker;

/**
 * WebSocket on Undertow: HTTP and the upgrade are Undertow's, frames are our own. Its own lock guards start and close.
 */
final class UndertowWebSocketTransport implements WebSocketTransport {

    private final UndertowSettings settings;
    private final SharedWorker workers;
    private final TimeSource time;
    private final RefusalCounts refusals = new RefusalCounts();
    private ConnectionGate gate = ConnectionGate.OPEN;
    private volatile @Nullable Port port;
    private volatile @Nullable Connections connections;
    private boolean used;

    UndertowWebSocketTransport(UndertowSettings settings, SharedWorker workers, TimeSource time) {
        this.settings = settings;
        this.workers = workers;
        this.time = time;
    }

    @Override
    public synchronized void guard(ConnectionGate through) {
        gate = through;
    }

    @Override
    public synchronized InetSocketAddress start(WebSocketSettings wanted, ConnectionListener listener)
            throws IOException {
        if (used) {
            throw new IllegalStateException("a transport starts once");
        }
        XnioWorker worker = workers.acquire();
        Connections opened = Connections.start(wanted, settings.tls() != null, time);
        try {
            Port bound = Port.bind(
                    InetSocketAddress.createUnresolved(wanted.host(), wanted.port()),
                    settings,
                    worker,
                    new HandshakeHandler(wanted.path(), listener, opened),
                    new Port.Entrance(PortKind.WEBSOCKET, gate, refusals, workers.pacing()));
            used = true;
            connections = opened;
            port = bound;
            return bound.address();
        } catch (IOException | RuntimeException e) {
            opened.close();
            workers.release();
            throw e;
        }
    }

    /** Requests that were refused before the gateway was asked, by error. */
    Map<String, Long> refusals() {
        return refusals.all();
    }

    @Override
    public boolean isAccepting() {
        Port bound = port;
        return bound != null && bound.isOpen() && workers.isWhole(bound.worker());
    }

    @Override
    public synchronized boolean reopen() throws IOException {
        Port bound = port;
        if (bound == null) {
            return false;
        }
        bound.reopen(workers.whole());
        Connections opened = connections;
        if (opened != null) {
            opened.endThoseWithoutThread();
        }
        return true;
    }

    /** What its connections amount to. */
    SocketStats numbers() {
        Connections opened = connections;
        return opened == null ? SocketStats.NONE : opened.numbers();
    }

    @Override
    public synchronized void close() {
        used = true;
        Port bound = port;
        Connections opened = connections;
        if (bound == null || opened == null) {
            return;
        }
        port = null;
        connections = null;
        bound.stopAccepting();
        opened.close();
        bound.close();
        workers.release();
    }
}
