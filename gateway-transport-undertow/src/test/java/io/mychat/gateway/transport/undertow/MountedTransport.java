package io.mychat.gateway.transport.undertow;

import io.mychat.gateway.spi.time.TimeSource;
import io.mychat.gateway.spi.transport.ConnectionListener;
import io.mychat.gateway.spi.transport.TransportCapability;
import io.mychat.gateway.spi.transport.WebSocketSettings;
import io.mychat.gateway.spi.transport.WebSocketTransport;
import io.mychat.gateway.transport.common.deflate.CompressionSettings;
import io.undertow.Handlers;
import io.undertow.Undertow;
import java.net.InetSocketAddress;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A transport on the Undertow of a host, which starts and stops with it. */
final class MountedTransport implements WebSocketTransport {

    private final MountPoint point = new MountPoint();
    private final MountedWebSockets mounted;
    private @Nullable Undertow host;

    MountedTransport(TimeSource time) {
        this(time, CompressionSettings.OFF);
    }

    MountedTransport(TimeSource time, CompressionSettings compression) {
        mounted = new MountedWebSockets(point, time, compression);
    }

    @Override
    public InetSocketAddress start(WebSocketSettings settings, ConnectionListener listener) {
        mounted.start(settings, listener);
        Undertow server = Undertow.builder()
                .setIoThreads(2)
                .setWorkerThreads(2)
                .addHttpListener(settings.port(), settings.host())
                .setHandler(Handlers.path().addExactPath(settings.path(), point))
                .build();
        server.start();
        host = server;
        return (InetSocketAddress) server.getListenerInfo().get(0).getAddress();
    }

    @Override
    public Set<TransportCapability> capabilities() {
        return mounted.capabilities();
    }

    @Override
    public boolean isAccepting() {
        return mounted.isAccepting();
    }

    @Override
    public void close() {
        mounted.close();
        if (host != null) {
            host.stop();
            host = null;
        }
    }
}
