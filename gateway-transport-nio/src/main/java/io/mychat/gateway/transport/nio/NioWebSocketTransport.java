package io.mychat.gateway.transport.nio;

import io.mychat.gateway.spi.time.TimeSource;
import io.mychat.gateway.spi.transport.ConnectionGate;
import io.mychat.gateway.spi.transport.ConnectionGate.PortKind;
import io.mychat.gateway.spi.transport.ConnectionListener;
import io.mychat.gateway.spi.transport.WebSocketSettings;
import io.mychat.gateway.spi.transport.WebSocketTransport;
import io.mychat.gateway.transport.common.request.RefusalCounts;
import io.mychat.gateway.transport.common.websocket.Connections;
import io.mychat.gateway.transport.common.websocket.SocketStats;
import io.mychat.gateway.transport.nio.PortLifecycle.Service;
import io.mychat.gateway.transport.nio.websocket.HandshakeHandler;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.Map;

/** WebSocket on the JDK's selectors. Thread-safe. */
final class NioWebSocketTransport implements WebSocketTransport {

    private final PortLifecycle.Shared shared;
    private final TimeSource time;
    private final RefusalCounts refusals = new RefusalCounts();
    private final PortLifecycle<Connections> lifecycle;

    NioWebSocketTransport(PortLifecycle.Shared shared, TimeSource time) {
        this.shared = shared;
        this.time = time;
        this.lifecycle = new PortLifecycle<>(PortKind.WEBSOCKET, shared, refusals);
    }

    @Override
    public void guard(ConnectionGate through) {
        lifecycle.guard(through);
    }

    @Override
    public InetSocketAddress start(WebSocketSettings wanted, ConnectionListener listener) throws IOException {
        return lifecycle.start(InetSocketAddress.createUnresolved(wanted.host(), wanted.port()), () -> {
            Connections connections =
                    Connections.of(wanted, time, shared.settings().compression());
            return new Service<>(
                    connections, new HandshakeHandler(wanted.path(), listener, connections), connections::close);
        });
    }

    /** Requests that the transport itself refused, by error. */
    Map<String, Long> refusals() {
        return refusals.all();
    }

    @Override
    public boolean isAccepting() {
        return lifecycle.isAccepting();
    }

    @Override
    public boolean reopen() throws IOException {
        return lifecycle.reopen();
    }

    /** The figures of its connections. */
    SocketStats numbers() {
        return lifecycle.content().map(Connections::numbers).orElse(SocketStats.NONE);
    }

    /** Closes the port as if the system had done it; for tests. */
    void losePort() {
        lifecycle.losePort();
    }

    @Override
    public void close() {
        lifecycle.close();
    }
}
