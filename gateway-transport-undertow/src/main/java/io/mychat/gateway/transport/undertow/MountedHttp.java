package io.mychat.gateway.transport.undertow;

import io.mychat.gateway.spi.transport.HttpEndpoint;
import io.mychat.gateway.spi.transport.HttpSettings;
import io.mychat.gateway.spi.transport.HttpTransport;
import io.mychat.gateway.spi.transport.TransportCapability;
import io.mychat.gateway.transport.common.RequestStats;
import io.mychat.gateway.transport.common.TransportSettings;
import io.mychat.gateway.transport.undertow.http.EndpointHandler;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** HTTP on the host's server and its worker threads. This object's lock guards start and close. */
final class MountedHttp implements HttpTransport {

    private final MountPoint point;
    private final Optional<MountPoint> management;
    private final TransportSettings settings;
    private final List<MountedHttp> others = new CopyOnWriteArrayList<>();
    private @Nullable EndpointHandler handler;
    private boolean used;

    /** @param management the place of {@link #another()} */
    MountedHttp(MountPoint point, Optional<MountPoint> management, TransportSettings settings) {
        this.point = point;
        this.management = management;
        this.settings = settings;
    }

    /** @return an unresolved address, because the host has the port */
    @Override
    public synchronized InetSocketAddress start(HttpSettings wanted, HttpEndpoint endpoint) {
        if (used) {
            throw new IllegalStateException("a transport starts once");
        }
        used = true;
        EndpointHandler opened = new EndpointHandler(
                endpoint, wanted.maxBodyBytes(), mostRequests(), settings.requestTimeout(), wanted.buffers());
        point.open(opened);
        handler = opened;
        return InetSocketAddress.createUnresolved(wanted.host(), wanted.port());
    }

    @Override
    public Set<TransportCapability> capabilities() {
        return MountedModule.CAPABILITIES;
    }

    @Override
    public synchronized boolean isAccepting() {
        EndpointHandler open = handler;
        return open != null && point.serves(open);
    }

    @Override
    public Optional<HttpTransport> another() {
        Optional<MountedHttp> other = management.map(place -> new MountedHttp(place, Optional.empty(), settings));
        other.ifPresent(others::add);
        return other.map(transport -> transport);
    }

    /** The figures of its requests and those of {@linkplain #another() further} ports. */
    RequestStats numbers() {
        EndpointHandler open;
        synchronized (this) {
            open = handler;
        }
        RequestStats own = open == null ? RequestStats.NONE : open.stats();
        return others.stream().map(MountedHttp::numbers).reduce(own, RequestStats::plus);
    }

    /** The limit of waiting and running requests. */
    int requestsLimit() {
        return mostRequests() * (1 + others.size());
    }

    private int mostRequests() {
        return settings.workerThreads() + settings.workerQueue();
    }

    @Override
    public void close() {
        EndpointHandler open;
        synchronized (this) {
            used = true;
            open = handler;
            handler = null;
        }
        if (open != null) {
            point.close(open);
            open.awaitIdle(settings.stopGrace());
        }
    }
}
