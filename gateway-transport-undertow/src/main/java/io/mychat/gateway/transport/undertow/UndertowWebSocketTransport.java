package io.mychat.gateway.transport.undertow;

import io.mychat.gateway.spi.time.TimeSource;
import io.mychat.gateway.spi.transport.ConnectionGate;
import io.mychat.gateway.spi.transport.ConnectionGate.PortKind;
import io.mychat.gateway.spi.transport.ConnectionListener;
import io.mychat.gateway.spi.transport.WebSocketSettings;
import io.mychat.gateway.spi.transport.WebSocketTransport;
import io.mychat.gateway.transport.common.TransportSettings;
import io.mychat.gateway.transport.common.request.RefusalCounts;
import io.mychat.gateway.transport.common.websocket.SocketStats;
import io.mychat.gateway.transport.undertow.PortLifecycle.Service;
import io.mychat.gateway.transport.undertow.websocket.HandshakeHandler;
import io.mychat.gateway.transport.undertow.websocket.HostHandshakes;
import io.mychat.gateway.transport.undertow.websocket.XnioConnections;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** WebSocket on Undertow: Undertow handles HTTP and the upgrade, our code handles the frames. Thread-safe. */
final class UndertowWebSocketTransport implements WebSocketTransport {

    private final TransportSettings settings;
    private final TimeSource time;
    private final RefusalCounts refusals = new RefusalCounts();
    private final PortLifecycle<XnioConnections> lifecycle;

    /** Null: the host has no WebSockets on this port. */
    private final @Nullable HostWebSockets host;

    UndertowWebSocketTransport(TransportSettings settings, SharedWorker workers, TimeSource time) {
        this(settings, workers, time, null);
    }

    UndertowWebSocketTransport(
            TransportSettings settings, SharedWorker workers, TimeSource time, @Nullable HostWebSockets host) {
        this.host = host;
        this.settings = settings;
        this.time = time;
        this.lifecycle = new PortLifecycle<>(PortKind.WEBSOCKET, settings, workers, refusals);
    }

    @Override
    public void guard(ConnectionGate through) {
        lifecycle.guard(through);
    }

    @Override
    public InetSocketAddress start(WebSocketSettings wanted, ConnectionListener listener) throws IOException {
        return lifecycle.start(InetSocketAddress.createUnresolved(wanted.host(), wanted.port()), () -> {
            XnioConnections connections =
                    XnioConnections.start(wanted, settings.tls() != null, time, settings.compression());
            HandshakeHandler own = new HandshakeHandler(wanted.path(), listener, connections);
            HostWebSockets beside = host;
            if (beside == null) {
                return new Service<>(connections, own, connections::close);
            }
            try {
                beside.start(wanted, time);
            } catch (RuntimeException e) {
                connections.close();
                throw e;
            }
            return new Service<>(
                    connections,
                    new HostHandshakes(
                            wanted.path(),
                            own,
                            listener,
                            connections,
                            admitted -> beside.onHandshake(new HostHandshake(admitted))),
                    () -> {
                        beside.close();
                        connections.close();
                    });
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
        return lifecycle.reopen(XnioConnections::endThoseWithoutThread);
    }

    /** The figures of its connections. */
    SocketStats numbers() {
        return lifecycle.content().map(XnioConnections::numbers).orElse(SocketStats.NONE);
    }

    @Override
    public void close() {
        lifecycle.close();
    }
}
