package io.mychat.gateway.transport.nio;

import io.mychat.gateway.spi.transport.ConnectionGate;
import io.mychat.gateway.spi.transport.ConnectionGate.PortKind;
import io.mychat.gateway.spi.transport.HttpEndpoint;
import io.mychat.gateway.spi.transport.HttpSettings;
import io.mychat.gateway.spi.transport.HttpTransport;
import io.mychat.gateway.transport.common.RequestStats;
import io.mychat.gateway.transport.common.TransportSettings;
import io.mychat.gateway.transport.common.request.RefusalCounts;
import io.mychat.gateway.transport.nio.PortLifecycle.Service;
import io.mychat.gateway.transport.nio.http.EndpointHandler;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/** HTTP on the JDK's selectors. The figures include {@linkplain #another() further} ports. Thread-safe. */
final class NioHttpTransport implements HttpTransport {

    private final PortLifecycle.Shared shared;
    private final RefusalCounts refusals;
    private final PortLifecycle<EndpointHandler> lifecycle;
    private final List<NioHttpTransport> others = new CopyOnWriteArrayList<>();

    NioHttpTransport(PortLifecycle.Shared shared) {
        this(PortKind.HTTP, shared, new RefusalCounts());
    }

    private NioHttpTransport(PortKind port, PortLifecycle.Shared shared, RefusalCounts refusals) {
        this.shared = shared;
        this.refusals = refusals;
        this.lifecycle = new PortLifecycle<>(port, shared, refusals);
    }

    @Override
    public void guard(ConnectionGate through) {
        lifecycle.guard(through);
    }

    @Override
    public InetSocketAddress start(HttpSettings wanted, HttpEndpoint endpoint) throws IOException {
        TransportSettings settings = shared.settings();
        return lifecycle.start(InetSocketAddress.createUnresolved(wanted.host(), wanted.port()), () -> {
            EndpointHandler handler = new EndpointHandler(
                    endpoint,
                    new EndpointHandler.Limits(
                            settings.workerThreads(), mostRequests(), wanted.maxBodyBytes(), wanted.buffers()),
                    settings.stopGrace());
            return new Service<>(handler, handler, handler::close);
        });
    }

    /** Requests that the transport itself refused, by error. */
    Map<String, Long> refusals() {
        return refusals.all();
    }

    @Override
    public Optional<HttpTransport> another() {
        NioHttpTransport other = new NioHttpTransport(PortKind.MANAGEMENT, shared, refusals);
        others.add(other);
        return Optional.of(other);
    }

    @Override
    public boolean isAccepting() {
        return lifecycle.isAccepting();
    }

    @Override
    public boolean reopen() throws IOException {
        return lifecycle.reopen();
    }

    RequestStats numbers() {
        RequestStats own = lifecycle.content().map(EndpointHandler::stats).orElse(RequestStats.NONE);
        return others.stream().map(NioHttpTransport::numbers).reduce(own, RequestStats::plus);
    }

    /** The limit of waiting and running HTTP requests. */
    int requestsLimit() {
        return mostRequests() * (1 + others.size());
    }

    private int mostRequests() {
        return shared.settings().workerThreads() + shared.settings().workerQueue();
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
