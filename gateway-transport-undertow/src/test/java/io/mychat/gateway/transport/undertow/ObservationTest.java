package io.mychat.gateway.transport.undertow;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mychat.gateway.spi.event.HealthIndicator.Status;
import io.mychat.gateway.spi.event.Metric;
import io.mychat.gateway.spi.transport.HttpResponse;
import io.mychat.gateway.spi.transport.HttpSettings;
import io.mychat.gateway.testkit.ManualTime;
import io.mychat.gateway.testkit.transport.RawClient;
import io.mychat.gateway.transport.common.IoThreadProbe;
import io.mychat.gateway.transport.common.TcpSettings;
import io.mychat.gateway.transport.common.TransportSettings;
import io.mychat.gateway.transport.common.deflate.CompressionSettings;
import io.mychat.gateway.transport.common.request.HeadLimits;
import io.mychat.gateway.transport.common.tls.Handshakes;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What operators see of the transports, and the repair of a lost port. */
final class ObservationTest {

    private final ManualTime time = new ManualTime();
    private final TransportSettings settings = new TransportSettings(
            2,
            4,
            8,
            new HeadLimits(16_384, 100),
            Duration.ofSeconds(10),
            new TransportSettings.Newcomers(32, 2),
            TcpSettings.DEFAULTS,
            CompressionSettings.OFF,
            Duration.ofSeconds(1),
            null);
    private final SharedWorker workers = new SharedWorker(settings);
    private final UndertowWebSocketTransport webSockets = new UndertowWebSocketTransport(settings, workers, time);
    private final UndertowHttpTransport http = new UndertowHttpTransport(settings, workers);
    private final IoThreadProbe ioThreadProbe = new IoThreadProbe(workers::ioThreads, time);
    private final UndertowMetrics metrics =
            new UndertowMetrics(settings, webSockets, http, ioThreadProbe, workers.pacing());

    @AfterEach
    void stop() {
        http.close();
        webSockets.close();
    }

    private double metric(String name) {
        return metrics.metrics().stream()
                .filter(metric -> metric.name().equals(name))
                .mapToDouble(Metric::value)
                .findFirst()
                .orElse(-1);
    }

    private InetSocketAddress startHttp(CountDownLatch begun, CountDownLatch go) throws IOException {
        return http.start(new HttpSettings("127.0.0.1", 0, 1000), request -> {
            begun.countDown();
            try {
                assertThat(go.await(10, TimeUnit.SECONDS)).isTrue();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            return new HttpResponse(200, Map.of(), "{}".getBytes(UTF_8));
        });
    }

    @Test
    void requestsAtWorkAreCountedAgainstTheirLimit() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        InetSocketAddress address = startHttp(begun, go);
        assertThat(metric("http_requests")).isZero();

        try (RawClient client = RawClient.connect(address)) {
            client.write("GET / HTTP/1.1\r\nHost: h\r\n\r\n");
            assertThat(begun.await(10, TimeUnit.SECONDS)).isTrue();

            assertThat(metric("http_requests")).isEqualTo(1);
            assertThat(metric("http_workers_busy")).isEqualTo(1);
            assertThat(metric("http_requests_limit")).isEqualTo(12);
            assertThat(metric("http_workers_limit")).isEqualTo(4);
            go.countDown();
            assertThat(client.readHead()).startsWith("HTTP/1.1 200 ");
        }
        await().untilAsserted(() -> assertThat(metric("http_requests")).isZero());
        assertThat(metric("http_requests_refused_total")).isZero();
    }

    @Test
    void aLostPortIsBoundAgain() throws Exception {
        InetSocketAddress address = startHttp(new CountDownLatch(1), new CountDownLatch(0));
        http.losePort();
        assertThat(http.isAccepting()).isFalse();

        assertThat(http.reopen()).isTrue();

        assertThat(http.isAccepting()).isTrue();
        try (RawClient client = RawClient.connect(address)) {
            client.write("GET / HTTP/1.1\r\nHost: h\r\n\r\n");
            assertThat(client.readHead()).startsWith("HTTP/1.1 200 ");
        }
        http.close();
        assertThat(http.reopen()).as("closed for good").isFalse();
    }

    @Test
    void anIoThreadThatIsHeldUpIsDegradedUntilItAnswers() throws Exception {
        startHttp(new CountDownLatch(1), new CountDownLatch(0));
        assertThat(ioThreadProbe.status()).isEqualTo(Status.HEALTHY);
        assertThat(metric("io_threads")).isEqualTo(2);
        CountDownLatch held = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        Objects.requireNonNull(workers.current()).getIoThread(1).execute(() -> {
            held.countDown();
            try {
                assertThat(go.await(10, TimeUnit.SECONDS)).isTrue();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        assertThat(held.await(10, TimeUnit.SECONDS)).isTrue();
        // The first look may still find the answer to the one before.
        assertThat(ioThreadProbe.status()).isEqualTo(Status.HEALTHY);
        time.advance(IoThreadProbe.LIMIT.plusSeconds(1));

        assertThat(ioThreadProbe.status()).isEqualTo(Status.DEGRADED);
        assertThat(metric("io_thread_slowest_seconds")).isGreaterThan(5);

        go.countDown();
        await().untilAsserted(() -> assertThat(ioThreadProbe.status()).isEqualTo(Status.HEALTHY));
    }

    @Test
    void beforeTheStartThereIsNothingAndTheNamesAreTheSame() throws Exception {
        var before = metrics.metrics().stream().map(Metric::name).toList();
        assertThat(ioThreadProbe.status()).isEqualTo(Status.HEALTHY);
        assertThat(metric("io_threads")).isZero();

        startHttp(new CountDownLatch(1), new CountDownLatch(0));

        assertThat(metrics.metrics().stream().map(Metric::name)).containsExactlyElementsOf(before);
    }

    @Test
    void theTableOfTheOperationsManualIsWhatTheTransportsSay() throws Exception {
        String document = Files.readString(Path.of("..", "docs", "operations.md"));
        int start = document.indexOf("### Transport");
        String section = document.substring(start, document.indexOf("\n##", start));

        // CertificateExpiryTest looks at the others.
        assertThat(section.lines()
                        .filter(line ->
                                line.startsWith("| `mychat_") && !line.startsWith("| `mychat_tls_certificate_")))
                .containsExactlyInAnyOrderElementsOf(Stream.concat(
                                metrics.metrics().stream(), new Handshakes().metrics().stream())
                        .map(metric -> "| `mychat_%s` | %s | %s | %s |"
                                .formatted(
                                        metric.name(),
                                        metric.kind().name().toLowerCase(Locale.ROOT),
                                        metric.labels().keySet().stream()
                                                .sorted()
                                                .map(label -> "`" + label + "`")
                                                .collect(Collectors.joining(", ")),
                                        metric.help()))
                        .distinct()
                        .toList());
    }
}
