package io.mychat.gateway.transport.nio;

import io.mychat.gateway.spi.transport.ConnectionGate;
import io.mychat.gateway.spi.transport.ConnectionGate.PortKind;
import io.mychat.gateway.transport.common.TransportSettings;
import io.mychat.gateway.transport.common.request.RefusalCounts;
import io.mychat.gateway.transport.common.tls.ServerTls;
import io.mychat.gateway.transport.common.tls.TlsTasks;
import io.mychat.gateway.transport.nio.http.PortRules;
import io.mychat.gateway.transport.nio.http.RequestHandler;
import io.mychat.gateway.transport.nio.loop.EventLoops;
import io.mychat.gateway.transport.nio.port.Port;
import io.mychat.gateway.transport.nio.tls.TlsPort;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The life of a transport on one port: started once, reopened when the port has died, closed once. This object's lock guards
 * all three.
 *
 * @param <T> the service of the port
 */
final class PortLifecycle<T> {

    private final PortKind kind;
    private final Shared shared;
    private final RefusalCounts refusals;
    private ConnectionGate gate = ConnectionGate.OPEN;
    private volatile @Nullable Running<T> running;
    private boolean used;

    private record Running<T>(Port port, Service<T> service) {}

    /** What all ports of one gateway share. */
    record Shared(TransportSettings settings, EventLoops loops, TlsTasks tlsTasks) {

        static Shared of(TransportSettings settings) {
            return new Shared(
                    settings,
                    new EventLoops(settings.ioThreads(), settings.newcomers().stepsPerTurn()),
                    new TlsTasks(settings.newcomers().tlsThreads()));
        }
    }

    /**
     * The service of an open port.
     *
     * @param content the object that the transport reads for its metrics
     * @param handler answers requests of admitted connections
     * @param end called when the port accepts no more connections, and before they are ended; may block
     */
    record Service<T>(T content, RequestHandler handler, Runnable end) {}

    PortLifecycle(PortKind kind, Shared shared, RefusalCounts refusals) {
        this.kind = kind;
        this.shared = shared;
        this.refusals = refusals;
    }

    /** Counts for the start that follows. */
    synchronized void guard(ConnectionGate through) {
        gate = through;
    }

    /**
     * Binds the port.
     *
     * @param opening makes the service; it is ended again when the port cannot be bound
     * @throws IOException when it cannot be bound; another start may follow
     * @throws IllegalStateException when it was started or closed before
     */
    synchronized InetSocketAddress start(InetSocketAddress wanted, Supplier<Service<T>> opening) throws IOException {
        if (used) {
            throw new IllegalStateException("a transport starts once");
        }
        shared.loops().acquire();
        Service<T> service = null;
        try {
            service = opening.get();
            Port bound = bind(wanted, service.handler());
            used = true;
            running = new Running<>(bound, service);
            return bound.address();
        } catch (IOException | RuntimeException e) {
            if (service != null) {
                service.end().run();
            }
            shared.loops().release();
            throw e;
        }
    }

    private Port bind(InetSocketAddress wanted, RequestHandler handler) throws IOException {
        TransportSettings settings = shared.settings();
        ServerTls tls = settings.tls();
        return new Port(
                wanted,
                settings.tcp(),
                shared.loops(),
                new Port.Entrance(kind, gate),
                new PortRules(settings.head(), settings.requestTimeout(), refusals, handler),
                tls == null ? null : TlsPort.of(tls, kind, shared.tlsTasks()));
    }

    boolean isAccepting() {
        Running<T> now = running;
        return now != null && now.port().isAccepting();
    }

    /** Binds the port once more where it has to be; false when it is not started, or closed. */
    synchronized boolean reopen() throws IOException {
        Running<T> now = running;
        if (now == null) {
            return false;
        }
        now.port().reopen();
        return true;
    }

    /** Empty before the start and after the end. */
    Optional<T> content() {
        return Optional.ofNullable(running).map(now -> now.service().content());
    }

    /** For tests: as if the system had closed the port. */
    void losePort() {
        Running<T> now = running;
        if (now != null) {
            now.port().stopAccepting();
        }
    }

    synchronized void close() {
        used = true;
        Running<T> now = running;
        if (now == null) {
            return;
        }
        running = null;
        now.port().stopAccepting();
        now.service().end().run();
        now.port().close();
        shared.loops().release();
    }
}
