package io.mychat.gateway.transport.common;

import io.mychat.gateway.spi.ModuleServices;
import io.mychat.gateway.spi.ReloadResult;
import io.mychat.gateway.spi.config.SettingFiles;
import io.mychat.gateway.spi.event.HealthIndicator;
import io.mychat.gateway.spi.event.MetricSource;
import io.mychat.gateway.spi.time.TimeSource;
import io.mychat.gateway.transport.common.tls.CertificateExpiry;
import io.mychat.gateway.transport.common.tls.ServerTls;
import java.util.List;
import javax.net.ssl.SSLContext;

/**
 * The TLS of a module's ports. A reload replaces its settings; the other settings of the ports stay in effect until a restart.
 * Used by one call of the module at a time.
 */
public final class TransportTls {

    private final TransportSettings settings;
    private final TimeSource time;
    /** The content of the certificates in effect. */
    private SettingFiles certificates;

    public TransportTls(TransportSettings settings, SettingFiles certificates, TimeSource time) {
        this.settings = settings;
        this.certificates = certificates;
        this.time = time;
    }

    /**
     * The settings for the ports, with the TLS of the program where it brings one; offers the metrics of handshakes.
     *
     * @throws IllegalStateException when the configuration has TLS, too
     */
    public TransportSettings settings(ModuleServices services) {
        TransportSettings all = services.sslContext().map(this::secured).orElse(settings);
        ServerTls tls = all.tls();
        if (tls != null) {
            services.offer(MetricSource.class, tls.handshakes());
        }
        return all;
    }

    private TransportSettings secured(SSLContext context) {
        if (settings.tls() != null) {
            throw new IllegalStateException(
                    "server.ssl_enabled is on, and the program brings an SSLContext: only one of"
                            + " them can have the certificate");
        }
        return settings.with(ServerTls.of(context));
    }

    /** Offers the health and the metrics of the configured certificates, if there are any. */
    public void watch(ModuleServices services) {
        ServerTls tls = settings.tls();
        if (tls != null) {
            CertificateExpiry expiry = new CertificateExpiry(tls, time);
            services.offer(HealthIndicator.class, expiry);
            services.offer(MetricSource.class, expiry);
            expiry.start();
        }
    }

    /** Takes over another certificate and other settings of TLS for new connections. */
    public ReloadResult adopt(TransportTls next) {
        ServerTls running = settings.tls();
        ServerTls wanted = next.settings.tls();
        if (running == null || wanted == null) {
            return ReloadResult.nothing(); // ssl_enabled takes effect at a restart
        }
        running.adopt(wanted.settings());
        List<String> renewed = next.certificates.changedSince(certificates);
        certificates = next.certificates;
        return new ReloadResult(renewed, List.of());
    }
}
