package io.mychat.gateway.transport.undertow;

import io.mychat.gateway.spi.transport.ConnectionGate;
import io.mychat.gateway.spi.transport.ConnectionGate.PortKind;
import io.mychat.gateway.spi.transport.HttpEndpoint;
import io.mychat.gateway.spi.transport.HttpSettings;
import io.mychat.gateway.spi.transport.HttpTransport;
import io.mychat.gateway.transport.undertow.accept.RefusalCounts;
import io.mychat.gateway.transport.undertow.http.EndpointHandler;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.xnio.XnioWorker;

/**
 * HTTP on Undertow; endpoints run on the worker's task threads. Its own lock guards start and close. The numbers are those of
 * {@linkplain #another() further} ports too.
 */
final class UndertowHttpTransport implements HttpTransport {

    private final UndertowSettings settings;
    private final SharedWorker workers;
    private final RefusalCounts refusals;
    private ConnectionGate gate = ConnectionGate.OPEN;
    private volatile @Nullable Port port;
    private volatile @Nullable EndpointHandler handler;
    private final List<UndertowHttpTransport> others = new CopyOnWriteArrayList<>();
    private boolean used;

    UndertowHttpTransport(UndertowSettings settings, SharedWorker workers) {
        this(settings, workers, new RefusalCounts());
    }

    private UndertowHttpTransport(UndertowSettings settings, SharedWorker workers, RefusalCounts refusals) {
        this.settings = settings;
        this.workers = workers;
        this.refusals = refusals;
    }

    @Override
    public synchronized void guard(ConnectionGate through) {
        gate = through;
    }

    @Override
    public synchronized InetSocketAddress start(HttpSettings wanted, HttpEndpoint endpoint) throws IOException {
        if (used) {
            throw new IllegalStateException("a transport starts once");
        }
        XnioWorker worker = workers.acquire();
        EndpointHandler answering = new EndpointHandler(
                endpoint,
                wanted.maxBodyBytes(),
                settings.workerThreads() + settings.workerQueue(),
                settings.requestTimeout(),
                wanted.buffers());
        try {
            Port bound = Port.bind(
                    InetSocketAddress.createUnresolved(wanted.host(), wanted.port()),
                    settings,
                    worker,
                    answering,
                    new Port.Entrance(PortKind.HTTP, gate, refusals, workers.pacing()));
            used = true;
            handler = answering;
            port = bound;
            return bound.address();
        } catch (IOException | RuntimeException e) {
            workers.release();
            throw e;
        }
    }

    /** Requests that were refused before the gateway was asked, by error. */
    Map<String, Long> refusals() {
        return refusals.all();
    }

    @Override
    public Optional<HttpTransport> another() {
        UndertowHttpTransport other = new UndertowHttpTransport(settings, workers, refusals);
        others.add(other);
        return Optional.of(other);
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
        return true;
    }

    /** HTTP requests that wait or are being answered. */
    int requests() {
        EndpointHandler answering = handler;
        return (answering == null ? 0 : answering.requests())
                + others.stream().mapToInt(UndertowHttpTransport::requests).sum();
    }

    /** HTTP requests that have a thread. */
    int requestsAnswering() {
        EndpointHandler answering = handler;
        return (answering == null ? 0 : answering.answering())
                + others.stream()
                        .mapToInt(UndertowHttpTransport::requestsAnswering)
                        .sum();
    }

    /** HTTP requests whose endpoint answers later. */
    int requestsPending() {
        EndpointHandler answering = handler;
        return (answering == null ? 0 : answering.pending())
                + others.stream()
                        .mapToInt(UndertowHttpTransport::requestsPending)
                        .sum();
    }

    /** HTTP requests that found no room since the start. */
    long requestsRefused() {
        EndpointHandler answering = handler;
        return (answering == null ? 0 : answering.refused())
                + others.stream()
                        .mapToLong(UndertowHttpTransport::requestsRefused)
                        .sum();
    }

    /** How many HTTP requests may wait or be answered. */
    int requestsLimit() {
        return (settings.workerThreads() + settings.workerQueue()) * (1 + others.size());
    }

    /** For tests: as if the system had closed the port. */
    void losePort() {
        Port bound = port;
        if (bound != null) {
            bound.stopAccepting();
        }
    }

    @Override
    public synchronized void close() {
        used = true;
        Port bound = port;
        EndpointHandler answering = handler;
        if (bound == null || answering == null) {
            return;
        }
        port = null;
        handler = null;
        bound.stopAccepting();
        answering.awaitIdle(settings.stopGrace());
        bound.close();
        workers.release();
    }
}
