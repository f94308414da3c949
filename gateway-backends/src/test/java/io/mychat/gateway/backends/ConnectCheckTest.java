package io.mychat.gateway.backends;

import static org.assertj.core.api.Assertions.assertThat;

import io.mychat.gateway.spi.backend.BackendOutcome.Answered;
import io.mychat.gateway.spi.backend.HealthCheckOptions;
import io.mychat.gateway.spi.backend.ServicePolicy;
import io.mychat.gateway.spi.backend.ServiceStatus.State;
import io.mychat.gateway.spi.event.HealthIndicator;
import io.mychat.gateway.spi.event.HealthIndicator.Status;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Servers without a health check of their own are connected to: what is away is known before a client calls. */
class ConnectCheckTest {

    private static final HealthCheckOptions CONNECT = HealthCheckOptions.connect(Duration.ofSeconds(5));
    /** For tests that wait for a connection in real time. */
    private static final HealthCheckOptions PATIENT =
            new HealthCheckOptions("", Duration.ofSeconds(5), BackendsFixture.TIMEOUT, 2, 1);

    private final BackendsFixture backendsFixture = new BackendsFixture();
    private final HealthIndicator health = BackendsReport.health(backendsFixture.services);

    @AfterEach
    void close() {
        backendsFixture.close();
    }

    @Test
    void anUnreachableServiceIsDegradedWithoutACall() throws IOException {
        Instant start = backendsFixture.time.now();
        backendsFixture.service(BackendsFixture.of(free(), free()).withHealthCheck(CONNECT));

        backendsFixture.until(() -> health.status() == Status.DEGRADED);

        assertThat(Duration.between(start, backendsFixture.time.now())).isLessThan(Duration.ofSeconds(15));
        assertThat(backendsFixture.status().calls()).isZero();
    }

    @Test
    void aServerThatCannotBeFoundIsAway() {
        backendsFixture.service(
                BackendsFixture.of(URI.create("http://no-such-host.invalid:80")).withHealthCheck(CONNECT));

        backendsFixture.until(() -> health.status() == Status.DEGRADED);
    }

    @Test
    void aServerThatComesBackGetsCalls() throws IOException {
        URI url = free();
        backendsFixture.service(BackendsFixture.of(url)
                .withHealthCheck(PATIENT)
                .withPolicy(ServicePolicy.defaults().withSlowStart(Duration.ZERO)));
        backendsFixture.until(() -> backendsFixture.server(url).state() == State.UNHEALTHY);

        try (TestServer server = TestServer.on(url.getPort(), 200, "{}")) {
            backendsFixture.until(() -> backendsFixture.server(url).state() == State.UP);

            assertThat(backendsFixture.call()).isInstanceOf(Answered.class);
            assertThat(server.calls()).hasSize(1);
        }
    }

    @Test
    void aServerThatAcceptsAndSaysNothingIsThere() throws IOException {
        AtomicInteger accepted = new AtomicInteger();
        try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            Thread server = new Thread(() -> accept(silent, accepted));
            server.start();
            URI url = URI.create("http://127.0.0.1:" + silent.getLocalPort());
            backendsFixture.service(BackendsFixture.of(url).withHealthCheck(PATIENT));

            backendsFixture.until(() -> accepted.get() >= 4);

            assertThat(backendsFixture.server(url).state()).isEqualTo(State.UP);
        }
    }

    private static void accept(ServerSocket silent, AtomicInteger accepted) {
        try {
            while (true) {
                silent.accept().close();
                accepted.incrementAndGet();
            }
        } catch (IOException e) {
            // The test is over.
        }
    }

    @Test
    void nothingIsConnectedToAfterTheEnd() throws IOException {
        backendsFixture.service(BackendsFixture.of(free()).withHealthCheck(CONNECT));
        backendsFixture.close();

        backendsFixture.time.advance(Duration.ofMinutes(1));

        assertThat(backendsFixture.time.pendingTimers()).isZero();
    }

    /** A URL where nobody listens at this moment. */
    private static URI free() throws IOException {
        try (ServerSocket socket = new ServerSocket()) {
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            return URI.create("http://127.0.0.1:" + socket.getLocalPort());
        }
    }
}
