package io.mychat.gateway.transport.common.tls;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.mychat.gateway.spi.config.CertifiedKey;
import io.mychat.gateway.spi.event.HealthIndicator.Status;
import io.mychat.gateway.spi.event.Metric;
import io.mychat.gateway.spi.transport.ConnectionGate.PortKind;
import io.mychat.gateway.testkit.ManualTime;
import io.mychat.gateway.testkit.TestAuthority;
import io.mychat.gateway.testkit.TestAuthority.Issued;
import io.mychat.gateway.testkit.TestAuthority.Order;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

final class CertificateExpiryTest {

    private final ManualTime time = new ManualTime(Instant.now());
    private final TestAuthority authority = new TestAuthority();
    private final ListAppender<ILoggingEvent> logged = new ListAppender<>();

    @BeforeEach
    void listen() {
        logged.start();
        ((Logger) LoggerFactory.getLogger(CertificateExpiry.class)).addAppender(logged);
    }

    @AfterEach
    void stopListening() {
        ((Logger) LoggerFactory.getLogger(CertificateExpiry.class)).detachAppender(logged);
    }

    private TlsSettings settings(Duration from, Duration to) {
        Issued issued = authority.issue(Order.server().valid(from, to));
        return new TlsSettings(
                TlsLibrary.JDK,
                Optional.of(new CertifiedKey(issued.key(), List.of(issued.certificate()))),
                TlsSettings.PROTOCOLS,
                TlsSettings.INTERMEDIATE,
                Duration.ofDays(14),
                TlsSettings.Sessions.OF_THE_JDK,
                TlsSettings.ClientCertificates.NONE);
    }

    @Test
    void littleTimeLeftIsDegradedAndLoggedOnceADay() {
        ServerTls tls = new ServerTls(settings(Duration.ofDays(-60), Duration.ofDays(30)));
        try (CertificateExpiry expiry = new CertificateExpiry(tls, time)) {
            expiry.start();
            assertThat(expiry.status()).isEqualTo(Status.HEALTHY);
            assertThat(expiry.warnings()).isEmpty();

            time.advance(Duration.ofDays(16).plusHours(1));
            assertThat(expiry.status()).isEqualTo(Status.DEGRADED);
            assertThat(expiry.warnings())
                    .singleElement()
                    .satisfies(text -> assertThat(text).contains("CN=server of a test", "expires in 13 days", "renew"));
            assertThat(logged.list).hasSize(1);
            time.advance(Duration.ofHours(20));
            assertThat(logged.list).hasSize(1);
            time.advance(Duration.ofHours(5));
            assertThat(logged.list).hasSize(2);

            time.advance(Duration.ofDays(30));
            assertThat(expiry.warnings())
                    .singleElement()
                    .satisfies(text -> assertThat(text).contains("expired at"));

            tls.adopt(settings(Duration.ofDays(0), Duration.ofDays(90)));
            assertThat(expiry.status()).isEqualTo(Status.HEALTHY);
        }
        assertThat(time.pendingTimers()).isZero();
    }

    @Test
    void aShortLifeIsNoConcernUntilItsLastFifth() {
        ServerTls tls = new ServerTls(settings(Duration.ZERO, Duration.ofDays(6)));
        tls.serves(PortKind.HTTP);
        try (CertificateExpiry expiry = new CertificateExpiry(tls, time)) {
            assertThat(expiry.status()).isEqualTo(Status.HEALTHY);
            assertThat(expiry.metrics())
                    .filteredOn(metric -> metric.name().equals("tls_certificate_warning_seconds"))
                    .extracting(Metric::value)
                    .containsExactly((double) Duration.ofDays(6).dividedBy(5).toSeconds());
            time.advance(Duration.ofDays(5));
            assertThat(expiry.status()).isEqualTo(Status.DEGRADED);
        }
    }

    @Test
    void theMetricCountsDownForEachPort() {
        ServerTls tls = new ServerTls(settings(Duration.ZERO, Duration.ofDays(6)));
        tls.serves(PortKind.HTTP);
        tls.serves(PortKind.WEBSOCKET);
        try (CertificateExpiry expiry = new CertificateExpiry(tls, time)) {
            time.advance(Duration.ofDays(7));
            List<Metric> metrics = expiry.metrics().stream()
                    .filter(metric -> metric.name().equals("tls_certificate_expires_seconds"))
                    .toList();

            assertThat(metrics)
                    .extracting(metric -> metric.labels().get("port"))
                    .containsExactly("websocket", "http");
            assertThat(metrics).allSatisfy(metric -> assertThat(metric.value()).isBetween(-86_402.0, -86_398.0));
        }
    }

    @Test
    void theOperationsManualHasItsMetrics() throws Exception {
        ServerTls tls = new ServerTls(settings(Duration.ZERO, Duration.ofDays(6)));
        tls.serves(PortKind.HTTP);
        String manual = Files.readString(Path.of("..", "docs", "operations.md"));
        try (CertificateExpiry expiry = new CertificateExpiry(tls, time)) {
            assertThat(expiry.metrics())
                    .isNotEmpty()
                    .allSatisfy(metric -> assertThat(manual)
                            .contains("| `mychat_%s` | %s | %s | %s |\n"
                                    .formatted(
                                            metric.name(),
                                            metric.kind().name().toLowerCase(Locale.ROOT),
                                            metric.labels().isEmpty() ? "" : "`port`",
                                            metric.help())));
        }
    }
}
