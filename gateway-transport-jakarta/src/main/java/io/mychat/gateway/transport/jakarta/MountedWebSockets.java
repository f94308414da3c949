package io.mychat.gateway.transport.jakarta;

import io.mychat.gateway.spi.time.TimeSource;
import io.mychat.gateway.spi.transport.ConnectionListener;
import io.mychat.gateway.spi.transport.TransportCapability;
import io.mychat.gateway.spi.transport.WebSocketSettings;
import io.mychat.gateway.spi.transport.WebSocketTransport;
import io.mychat.gateway.transport.jakarta.websocket.Connections;
import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** WebSocket in the host's container. This object's lock guards start and close. */
final class MountedWebSockets implements WebSocketTransport {

    private final MountPoint<Connections> point;
    private final Supplier<Container> container;
    private final JakartaSettings settings;
    private final TimeSource time;
    private volatile @Nullable Connections connections;
    private boolean used;

    MountedWebSockets(
            MountPoint<Connections> point, Supplier<Container> container, JakartaSettings settings, TimeSource time) {
        this.point = point;
        this.container = container;
        this.settings = settings;
        this.time = time;
    }

    /** @return the address of the settings, because the host has bound another one */
    @Override
    public synchronized InetSocketAddress start(WebSocketSettings wanted, ConnectionListener listener) {
        if (used) {
            throw new IllegalStateException("a transport starts once");
        }
        used = true;
        Connections opened =
                new Connections(wanted, listener, settings.readAheadBytes(), settings.closingThreads(), time);
        connections = opened;
        point.open(opened);
        return InetSocketAddress.createUnresolved(wanted.host(), wanted.port());
    }

    @Override
    public Set<TransportCapability> capabilities() {
        return container.get().capabilities();
    }

    @Override
    public boolean isAccepting() {
        Connections open = connections;
        return open != null && point.content() == open;
    }

    /** The connections; empty before the start. */
    Optional<Connections> connections() {
        return Optional.ofNullable(connections);
    }

    @Override
    public synchronized void close() {
        used = true;
        Connections open = connections;
        if (open != null && isAccepting()) {
            point.close();
            open.close();
        }
    }
}
