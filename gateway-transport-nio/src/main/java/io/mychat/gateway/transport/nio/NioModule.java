package io.mychat.gateway.transport.nio;

import io.mychat.gateway.spi.ModuleProvider;
import io.mychat.gateway.spi.ModuleServices;
import io.mychat.gateway.spi.ReloadResult;
import io.mychat.gateway.spi.config.SettingFiles;
import io.mychat.gateway.spi.event.HealthIndicator;
import io.mychat.gateway.spi.event.MetricSource;
import io.mychat.gateway.spi.time.TimeSource;
import io.mychat.gateway.spi.transport.HttpTransport;
import io.mychat.gateway.spi.transport.WebSocketTransport;
import io.mychat.gateway.transport.common.IoThreadProbe;
import io.mychat.gateway.transport.common.TransportSettings;
import io.mychat.gateway.transport.common.TransportTls;
import java.util.Optional;
import java.util.Set;

/** Both transports as configured. A reload replaces the settings of TLS; the others stay in effect until a restart. */
final class NioModule implements ModuleProvider.Module {

    private final TransportTls tls;
    private final TimeSource time;

    NioModule(TransportSettings settings, SettingFiles certificates, TimeSource time) {
        this.tls = new TransportTls(settings, certificates, time);
        this.time = time;
    }

    @Override
    public Optional<Set<Class<?>>> ports() {
        return Optional.of(Set.of(WebSocketTransport.class, HttpTransport.class));
    }

    @Override
    public void create(ModuleServices services) {
        PortLifecycle.Shared shared = PortLifecycle.Shared.of(tls.settings(services));
        NioWebSocketTransport webSockets = new NioWebSocketTransport(shared, time);
        NioHttpTransport http = new NioHttpTransport(shared);
        IoThreadProbe ioThreads = new IoThreadProbe(shared.loops()::all, time);
        services.offer(WebSocketTransport.class, webSockets);
        services.offer(HttpTransport.class, http);
        services.offer(HealthIndicator.class, ioThreads);
        tls.watch(services);
        services.offer(MetricSource.class, new NioMetrics(shared, webSockets, http, ioThreads));
    }

    /** Takes over another certificate and other settings of TLS for new connections. */
    @Override
    public ReloadResult adopt(ModuleProvider.Module next) {
        return tls.adopt(((NioModule) next).tls);
    }
}
