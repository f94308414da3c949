package io.mychat.gateway.transport.undertow;

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
import org.jspecify.annotations.Nullable;

/** Both transports as configured. A reload replaces the settings of TLS; the others stay in effect until a restart. */
final class UndertowModule implements ModuleProvider.Module {

    private final TransportSettings settings;
    private final TransportTls tls;
    private final TimeSource time;

    private final @Nullable HostWebSockets host;

    UndertowModule(
            TransportSettings settings, SettingFiles certificates, TimeSource time, @Nullable HostWebSockets host) {
        this.host = host;
        this.settings = settings;
        this.tls = new TransportTls(settings, certificates, time);
        this.time = time;
    }

    @Override
    public Optional<Set<Class<?>>> ports() {
        return Optional.of(Set.of(WebSocketTransport.class, HttpTransport.class));
    }

    @Override
    public void create(ModuleServices services) {
        TransportSettings withTls = tls.settings(services);
        SharedWorker workers = new SharedWorker(settings);
        UndertowWebSocketTransport webSockets = new UndertowWebSocketTransport(withTls, workers, time, host);
        UndertowHttpTransport http = new UndertowHttpTransport(withTls, workers);
        IoThreadProbe ioThreadProbe = new IoThreadProbe(workers::ioThreads, time);
        services.offer(WebSocketTransport.class, webSockets);
        services.offer(HttpTransport.class, http);
        services.offer(HealthIndicator.class, ioThreadProbe);
        tls.watch(services);
        services.offer(
                MetricSource.class, new UndertowMetrics(settings, webSockets, http, ioThreadProbe, workers.pacing()));
    }

    /** Takes over another certificate and other settings of TLS for new connections. */
    @Override
    public ReloadResult adopt(ModuleProvider.Module next) {
        return tls.adopt(((UndertowModule) next).tls);
    }
}
