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
import io.mychat.gateway.transport.common.tls.CertificateExpiry;
import io.mychat.gateway.transport.common.tls.ServerTls;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import javax.net.ssl.SSLContext;

/** Both transports as configured. A reload replaces the settings of TLS; the others stay in effect until a restart. */
final class NioModule implements ModuleProvider.Module {

    private final TransportSettings settings;
    private final TimeSource time;
    /** The content of the certificates in effect; replaced by one reload at a time. */
    private SettingFiles certificates;

    NioModule(TransportSettings settings, SettingFiles certificates, TimeSource time) {
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
        PortLifecycle.Shared shared = PortLifecycle.Shared.of(withTls);
        NioWebSocketTransport webSockets = new NioWebSocketTransport(shared, time);
        NioHttpTransport http = new NioHttpTransport(shared);
        IoThreadProbe ioThreads = new IoThreadProbe(shared.loops()::all, time);
        services.offer(WebSocketTransport.class, webSockets);
        services.offer(HttpTransport.class, http);
        services.offer(HealthIndicator.class, ioThreads);
        ServerTls tls = settings.tls();
        if (tls != null) {
            CertificateExpiry expiry = new CertificateExpiry(tls, time);
            services.offer(HealthIndicator.class, expiry);
            services.offer(MetricSource.class, expiry);
            expiry.start();
        }
        services.offer(MetricSource.class, new NioMetrics(shared, webSockets, http, ioThreads));
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
        NioModule other = (NioModule) next;
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
