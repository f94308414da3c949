package io.mychat.gateway.transport.jakarta;

import io.mychat.gateway.spi.time.TimeSource;
import io.mychat.gateway.spi.transport.HttpEndpoint;
import io.mychat.gateway.spi.transport.HttpSettings;
import io.mychat.gateway.spi.transport.HttpTransport;
import io.mychat.gateway.spi.transport.TransportCapability;
import io.mychat.gateway.transport.jakarta.http.Endpoint;
import io.mychat.gateway.transport.jakarta.http.RequestLimits;
import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** HTTP in the host's container, on its threads. This object's lock guards start and close. */
final class MountedHttp implements HttpTransport {

    private final MountPoint<Endpoint> point;
    private final Optional<MountPoint<Endpoint>> management;
    private final Supplier<Container> container;
    private final JakartaSettings settings;
    private final TimeSource time;
    private volatile @Nullable Endpoint served;
    private boolean used;

    /** @param management the place of {@link #another()} */
    MountedHttp(
            MountPoint<Endpoint> point,
            Optional<MountPoint<Endpoint>> management,
            Supplier<Container> container,
            JakartaSettings settings,
            TimeSource time) {
        this.point = point;
        this.management = management;
        this.container = container;
        this.settings = settings;
        this.time = time;
    }

    /** @return the address of the settings, because the host has bound another one */
    @Override
    public synchronized InetSocketAddress start(HttpSettings wanted, HttpEndpoint endpoint) {
        if (used) {
            throw new IllegalStateException("a transport starts once");
        }
        used = true;
        Endpoint opened = new Endpoint(
                endpoint,
                new RequestLimits(
                        wanted.maxBodyBytes(),
                        settings.maxRequests(),
                        settings.requestTimeout(),
                        wanted.buffers(),
                        time));
        served = opened;
        point.open(opened);
        return InetSocketAddress.createUnresolved(wanted.host(), wanted.port());
    }

    @Override
    public Set<TransportCapability> capabilities() {
        return container.get().capabilities().contains(TransportCapability.HTTP_STREAMING)
                ? Set.of(TransportCapability.CLIENT_ADDRESS, TransportCapability.HTTP_STREAMING)
                : Set.of(TransportCapability.CLIENT_ADDRESS);
    }

    @Override
    public boolean isAccepting() {
        Endpoint open = served;
        return open != null && point.content() == open;
    }

    @Override
    public Optional<HttpTransport> another() {
        return management.map(other -> new MountedHttp(other, Optional.empty(), container, settings, time));
    }

    /** The running endpoint; empty before the start. */
    Optional<Endpoint> endpoint() {
        return Optional.ofNullable(served);
    }

    @Override
    public synchronized void close() {
        used = true;
        Endpoint open = served;
        if (open != null && isAccepting()) {
            point.close();
            open.awaitIdle(settings.stopGrace());
        }
    }
}
