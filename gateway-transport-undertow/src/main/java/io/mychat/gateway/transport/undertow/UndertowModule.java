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
import io.mychat.gateway.transport.common.tls.CertificateExpiry;
import io.mychat.gateway.transport.common.tls.ServerTls;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/** Both transports as configured. A reload replaces the settings of TLS; the others stay in effect until a restart. */
final class UndertowModule implements ModuleProvider.Module {

    private final TransportSettings settings;
    /** The content of the certificates in effect; replaced by one reload at a time. */
    private SettingFiles certificates;

    private final TimeSource time;

    private final @Nullable HostWebSockets host;

    UndertowModule(
            TransportSettings settings, SettingFiles certificates, TimeSource time, @Nullable HostWebSockets host) {
        this.host = host;
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
        TransportSettings withTls = services.sslContext().map(this::secured).orElse(settings);
        SharedWorker workers = new SharedWorker(settings);
        UndertowWebSocketTransport webSockets = new UndertowWebSocketTransport(withTls, workers, time, host);
        UndertowHttpTransport http = new UndertowHttpTransport(withTls, workers);
        IoThreadProbe ioThreadProbe = new IoThreadProbe(workers::ioThreads, time);
        services.offer(WebSocketTransport.class, webSockets);
        services.offer(HttpTransport.class, http);
        services.offer(HealthIndicator.class, ioThreadProbe);
        ServerTls tls = settings.tls();
        if (tls != null) {
            CertificateExpiry expiry = new CertificateExpiry(tls, time);
            services.offer(HealthIndicator.class, expiry);
            services.offer(MetricSource.class, expiry);
            expiry.start();
        }
        services.offer(
                MetricSource.class, new UndertowMetrics(settings, webSockets, http, ioThreadProbe, workers.pacing()));
    }

    private TransportSettings secured(SSLContext context) {
        if (settings.tls() != null) {
            throw new IllegalStateException(
                    "server.ssl_enabled is on, and the program brings an SSLContext: only one of"
                            + " them can have the certificate");
        }
        return settings.with(ServerTls.of(context));
    }

    /** Takes over another certificate and other settings of TLS for new connections. */
    @Override
    public ReloadResult adopt(ModuleProvider.Module next) {
        UndertowModule other = (UndertowModule) next;
        ServerTls running = settings.tls();
        ServerTls wanted = other.settings.tls();
        if (running == null || wanted == null) {
            return ReloadResult.nothing(); // ssl_enabled takes effect at a restart
        }
        running.adopt(wanted.settings());
        List<String> renewed = other.certificates.changedSince(certificates);
        certificates = other.certificates;
        return new ReloadResult(renewed, List.of());
    }
}
