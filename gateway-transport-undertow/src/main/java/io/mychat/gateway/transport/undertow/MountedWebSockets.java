package io.mychat.gateway.transport.undertow;

import io.mychat.gateway.spi.time.TimeSource;
import io.mychat.gateway.spi.transport.ConnectionListener;
import io.mychat.gateway.spi.transport.TransportCapability;
import io.mychat.gateway.spi.transport.WebSocketSettings;
import io.mychat.gateway.spi.transport.WebSocketTransport;
import io.mychat.gateway.transport.common.deflate.CompressionSettings;
import io.mychat.gateway.transport.common.websocket.SocketStats;
import io.mychat.gateway.transport.undertow.websocket.HandshakeHandler;
import io.mychat.gateway.transport.undertow.websocket.XnioConnections;
import java.net.InetSocketAddress;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** WebSocket on the host's server. This object's lock guards start and close. */
final class MountedWebSockets implements WebSocketTransport {

    private final MountPoint point;
    private final TimeSource time;
    private final CompressionSettings compression;
    private @Nullable XnioConnections connections;
    private @Nullable HandshakeHandler handler;
    private boolean used;

    MountedWebSockets(MountPoint point, TimeSource time, CompressionSettings compression) {
        this.compression = compression;
        this.point = point;
        this.time = time;
    }

    /** @return an unresolved address, because the host has the port */
    @Override
    public synchronized InetSocketAddress start(WebSocketSettings settings, ConnectionListener listener) {
        if (used) {
            throw new IllegalStateException("a transport starts once");
        }
        used = true;
        // The host may have TLS, which has one record at a time and buffers of its I/O thread.
        XnioConnections opened = XnioConnections.start(settings, true, time, compression);
        connections = opened;
        HandshakeHandler handshakes = HandshakeHandler.mounted(listener, opened);
        point.open(handshakes);
        handler = handshakes;
        return InetSocketAddress.createUnresolved(settings.host(), settings.port());
    }

    @Override
    public Set<TransportCapability> capabilities() {
        return MountedModule.CAPABILITIES;
    }

    @Override
    public synchronized boolean isAccepting() {
        HandshakeHandler open = handler;
        return open != null && point.serves(open);
    }

    /** The figures of its connections. */
    synchronized SocketStats numbers() {
        XnioConnections open = connections;
        return open == null ? SocketStats.NONE : open.numbers();
    }

    @Override
    public void close() {
        HandshakeHandler handshakes;
        XnioConnections open;
        synchronized (this) {
            used = true;
            handshakes = handler;
            handler = null;
            open = connections;
            connections = null;
        }
        if (handshakes != null) {
            point.close(handshakes);
        }
        if (open != null) {
            open.close();
        }
    }
}
