package io.mychat.gateway.transport.undertow;

import io.mychat.gateway.spi.transport.ConnectionGate;
import io.mychat.gateway.spi.transport.ConnectionGate.PortKind;
import io.mychat.gateway.transport.common.TransportSettings;
import io.mychat.gateway.transport.common.request.RefusalCounts;
import io.undertow.server.HttpHandler;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.xnio.XnioWorker;

/**
 * The life of a transport on one port: started once, reopened when the port or its threads have died, closed once. This
 * object's lock guards all three.
 *
 * @param <T> the service of the port
 */
final class PortLifecycle<T> {

    private final PortKind kind;
    private final TransportSettings settings;
    private final SharedWorker workers;
    private final RefusalCounts refusals;
    private ConnectionGate gate = ConnectionGate.OPEN;
    private volatile @Nullable Running<T> running;
    private boolean used;

    private record Running<T>(Port port, Service<T> service) {}

    /**
     * The service of an open port.
     *
     * @param content the object that the transport reads for its metrics
     * @param handler answers requests of admitted connections
     * @param end called when the port accepts no more connections, and before it is closed; may block
     */
    record Service<T>(T content, HttpHandler handler, Runnable end) {}

    PortLifecycle(PortKind kind, TransportSettings settings, SharedWorker workers, RefusalCounts refusals) {
        this.kind = kind;
        this.settings = settings;
        this.workers = workers;
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
        XnioWorker worker = workers.acquire();
        Service<T> service = opened(opening);
        try {
            Port bound = Port.bind(
                    wanted,
                    settings,
                    worker,
                    service.handler(),
                    new Port.Entrance(kind, gate, refusals, workers.pacing()));
            used = true;
            running = new Running<>(bound, service);
            return bound.address();
        } catch (IOException | RuntimeException e) {
            service.end().run();
            workers.release();
            throw e;
        }
    }

    private Service<T> opened(Supplier<Service<T>> opening) {
        try {
            return opening.get();
        } catch (RuntimeException e) {
            workers.release();
            throw e;
        }
    }

    boolean isAccepting() {
        Running<T> now = running;
        return now != null && now.port().isOpen() && workers.isWhole(now.port().worker());
    }

    /**
     * Binds the port once more where it has to be.
     *
     * @param repair mends the service afterwards
     * @return false: it is not started, or closed
     */
    synchronized boolean reopen(Consumer<T> repair) throws IOException {
        Running<T> now = running;
        if (now == null) {
            return false;
        }
        now.port().reopen(workers.whole());
        repair.accept(now.service().content());
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
        workers.release();
    }
}
