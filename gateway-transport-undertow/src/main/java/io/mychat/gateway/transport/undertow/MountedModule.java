package io.mychat.gateway.transport.undertow;

import io.mychat.gateway.spi.ModuleProvider;
import io.mychat.gateway.spi.ModuleServices;
import io.mychat.gateway.spi.event.MetricSource;
import io.mychat.gateway.spi.transport.HttpTransport;
import io.mychat.gateway.spi.transport.TransportCapability;
import io.mychat.gateway.spi.transport.WebSocketTransport;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/** Both transports on the server of a host. */
record MountedModule(MountedWebSockets webSockets, MountedHttp http) implements ModuleProvider.Module {

    /** Only the port is the host's. */
    static final Set<TransportCapability> CAPABILITIES =
            Set.copyOf(EnumSet.complementOf(EnumSet.of(TransportCapability.OWN_PORT)));

    @Override
    public Optional<Set<Class<?>>> ports() {
        return Optional.of(Set.of(WebSocketTransport.class, HttpTransport.class));
    }

    @Override
    public boolean isMounted() {
        return true;
    }

    @Override
    public void create(ModuleServices services) {
        if (services.sslContext().isPresent()) {
            throw new IllegalStateException(
                    "the program brings an SSLContext for the gateway's ports, and mounts the gateway"
                            + " on a server of its own: give the context to that server, and leave out GatewayBuilder.sslContext");
        }
        services.offer(WebSocketTransport.class, webSockets);
        services.offer(HttpTransport.class, http);
        services.offer(MetricSource.class, new MountedMetrics(webSockets, http));
    }
}
