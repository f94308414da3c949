package io.mychat.gateway.transport.undertow;

import io.mychat.gateway.spi.transport.ConnectionGate;
import io.mychat.gateway.spi.transport.ConnectionGate.PortKind;
import io.mychat.gateway.spi.transport.HttpEndpoint;
import io.mychat.gateway.spi.transport.HttpSettings;
import io.mychat.gateway.spi.transport.HttpTransport;
import io.mychat.gateway.transport.common.RequestStats;
import io.mychat.gateway.transport.common.TransportSettings;
import io.mychat.gateway.transport.common.request.RefusalCounts;
import io.mychat.gateway.transport.undertow.PortLifecycle.Service;
import io.mychat.gateway.transport.undertow.http.EndpointHandler;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * HTTP on Undertow; endpoints run on the task threads of the worker. The figures include {@linkplain #another() further}
 * ports. Thread-safe.
 */
final class UndertowHttpTransport implements HttpTransport {

    private final TransportSettings settings;
    private final SharedWorker workers;
    private final RefusalCounts refusals;
    private final PortLifecycle<EndpointHandler> lifecycle;
    private final List<UndertowHttpTransport> others = new CopyOnWriteArrayList<>();

    UndertowHttpTransport(TransportSettings settings, SharedWorker workers) {
        this(PortKind.HTTP, settings, workers, new RefusalCounts());
    }

    private UndertowHttpTransport(
            PortKind port, TransportSettings settings, SharedWorker workers, RefusalCounts refusals) {
        this.settings = settings;
        this.workers = workers;
        this.refusals = refusals;
        this.lifecycle = new PortLifecycle<>(port, settings, workers, refusals);
    }

    @Override
    public void guard(ConnectionGate through) {
        lifecycle.guard(through);
    }

    @Override
    public InetSocketAddress start(HttpSettings wanted, HttpEndpoint endpoint) throws IOException {
        return lifecycle.start(InetSocketAddress.createUnresolved(wanted.host(), wanted.port()), () -> {
            EndpointHandler handler = new EndpointHandler(
                    endpoint,
                    wanted.maxBodyBytes(),
                    settings.workerThreads() + settings.workerQueue(),
                    settings.requestTimeout(),
                    wanted.buffers());
            return new Service<>(handler, handler, () -> handler.awaitIdle(settings.stopGrace()));
        });
    }

    /** Requests that the transport itself refused, by error. */
    Map<String, Long> refusals() {
        return refusals.all();
    }

    @Override
    public Optional<HttpTransport> another() {
        UndertowHttpTransport other = new UndertowHttpTransport(PortKind.MANAGEMENT, settings, workers, refusals);
        others.add(other);
        return Optional.of(other);
    }

    @Override
    public boolean isAccepting() {
        return lifecycle.isAccepting();
    }

    @Override
    public boolean reopen() throws IOException {
        return lifecycle.reopen(handler -> {});
    }

    RequestStats numbers() {
        RequestStats own = lifecycle.content().map(EndpointHandler::stats).orElse(RequestStats.NONE);
        return others.stream().map(UndertowHttpTransport::numbers).reduce(own, RequestStats::plus);
    }

    /** The limit of waiting and running HTTP requests. */
    int requestsLimit() {
        return (settings.workerThreads() + settings.workerQueue()) * (1 + others.size());
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
