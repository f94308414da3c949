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
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Both transports as configured. All settings, including certificates, stay in effect until a restart. */
final class UndertowModule implements ModuleProvider.Module {

    private final UndertowSettings settings;
    private final SettingFiles certificates;
    private final TimeSource time;

    UndertowModule(UndertowSettings settings, SettingFiles certificates, TimeSource time) {
        this.settings = settings;
        this.certificates = certificates;
        this.time = time;
    }

    @Override
    public Optional<Set<Class<?>>> ports() {
        return Optional.of(Set.of(WebSocketTransport.class, HttpTransport.class));
    }

    @Override
    public void create(ModuleServices services) {
        SharedWorker workers = new SharedWorker(settings);
        UndertowWebSocketTransport webSockets = new UndertowWebSocketTransport(settings, workers, time);
        UndertowHttpTransport http = new UndertowHttpTransport(settings, workers);
        IoThreadProbe ioThreadProbe = new IoThreadProbe(workers, time);
        services.offer(WebSocketTransport.class, webSockets);
        services.offer(HttpTransport.class, http);
        services.offer(HealthIndicator.class, ioThreadProbe);
        services.offer(
                MetricSource.class, new UndertowMetrics(settings, webSockets, http, ioThreadProbe, workers.pacing()));
    }

    /** Reports that a renewed certificate needs a restart. */
    @Override
    public ReloadResult adopt(ModuleProvider.Module next) {
        List<String> renewed = ((UndertowModule) next).certificates.changedSince(certificates);
        return new ReloadResult(renewed, renewed);
    }
}
