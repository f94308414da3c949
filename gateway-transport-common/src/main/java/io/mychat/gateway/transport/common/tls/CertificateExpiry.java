package io.mychat.gateway.transport.common.tls;

import io.mychat.gateway.spi.config.CertifiedKey;
import io.mychat.gateway.spi.event.HealthIndicator;
import io.mychat.gateway.spi.event.Metric;
import io.mychat.gateway.spi.event.MetricSource;
import io.mychat.gateway.spi.time.TimeSource;
import io.mychat.gateway.spi.time.Timestamp;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reports how long the certificate is still valid: as a metric, as a degraded component when little time is left, and in
 * the log once a day from then on. Thread-safe: this object's lock guards the timer.
 */
public final class CertificateExpiry implements HealthIndicator, MetricSource, AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(CertificateExpiry.class);
    private static final Duration PAUSE = Duration.ofHours(1);
    private static final Duration LOG_PAUSE = Duration.ofDays(1);
    /** A certificate that lives for days only is no concern for all of its life. */
    private static final int LAST_PART = 5;

    private final ServerTls tls;
    private final TimeSource time;
    private TimeSource.@Nullable Timer timer;
    private @Nullable Instant loggedAt;
    private boolean closed;

    public CertificateExpiry(ServerTls tls, TimeSource time) {
        this.tls = tls;
        this.time = time;
    }

    /** Begins to look once an hour whether there is something to log. */
    public void start() {
        look();
    }

    private synchronized void look() {
        if (closed) {
            return;
        }
        Instant now = time.now();
        if (loggedAt == null || Duration.between(loggedAt, now).compareTo(LOG_PAUSE) >= 0) {
            warning(now).ifPresent(text -> {
                log.warn("{}", text);
                loggedAt = now;
            });
        }
        timer = time.schedule(PAUSE, this::look);
    }

    @Override
    public String component() {
        return "certificate";
    }

    /** Without a certificate no client can connect. */
    @Override
    public Status status() {
        if (tls.settings().identity().isEmpty()) {
            return Status.UNHEALTHY;
        }
        return warning(time.now()).isPresent() ? Status.DEGRADED : Status.HEALTHY;
    }

    @Override
    public List<String> warnings() {
        return warning(time.now()).stream().toList();
    }

    private Optional<String> warning(Instant now) {
        TlsSettings settings = tls.settings();
        if (settings.identity().isEmpty()) {
            return Optional.of(
                    "There is no TLS certificate, and no client can connect: write the files of server.ssl_cert_path and"
                            + " server.ssl_key_path; the running gateway takes them over");
        }
        CertifiedKey identity = settings.identity().get();
        Instant end = identity.expires();
        Duration left = Duration.between(now, end);
        if (left.compareTo(noticeable(identity, settings)) > 0) {
            return Optional.empty();
        }
        String when = left.isNegative()
                ? " expired at " + Timestamp.of(end) + ", and clients refuse it"
                : " expires in " + left.toDays() + " days, at " + Timestamp.of(end);
        return Optional.of(
                "The TLS certificate " + identity.certificate().getSubjectX500Principal() + when
                        + ": renew the files of server.ssl_cert_path and server.ssl_key_path; the running gateway takes them over");
    }

    /** The configured time, or the last fifth of a short life. */
    private static Duration noticeable(CertifiedKey identity, TlsSettings settings) {
        X509Certificate certificate = identity.certificate();
        Duration configured = settings.expiryWarning();
        Duration part = Duration.between(
                        certificate.getNotBefore().toInstant(),
                        certificate.getNotAfter().toInstant())
                .dividedBy(LAST_PART);
        return configured.compareTo(part) < 0 ? configured : part;
    }

    @Override
    public List<Metric> metrics() {
        List<Metric> metrics = new ArrayList<>();
        TlsSettings settings = tls.settings();
        settings.identity()
                .ifPresent(identity -> tls.ports().forEach(port -> {
                    String name = port.name().toLowerCase(Locale.ROOT);
                    metrics.add(Metric.gauge(
                                    "tls_certificate_expires_seconds",
                                    "Time until the certificate of the port expires; negative when it has expired, absent while there is none.",
                                    Duration.between(time.now(), identity.expires())
                                            .toSeconds())
                            .with("port", name));
                    metrics.add(Metric.gauge(
                                    "tls_certificate_warning_seconds",
                                    "From this much time left on, the gateway warns: tls.expiry_warning_days, or the last fifth of a shorter life.",
                                    noticeable(identity, settings).toSeconds())
                            .with("port", name));
                }));
        metrics.add(Metric.counter(
                "tls_certificate_changes_total", "Certificates taken over by the running gateway.", tls.changes()));
        return metrics;
    }

    @Override
    public synchronized void close() {
        closed = true;
        if (timer != null) {
            timer.cancel();
        }
    }
}
