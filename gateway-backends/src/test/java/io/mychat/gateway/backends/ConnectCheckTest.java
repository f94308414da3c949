package io.mychat.gateway.backends;

import static org.assertj.core.api.Assertions.assertThat;

import io.mychat.gateway.spi.backend.BackendOutcome.Answered;
import io.mychat.gateway.spi.backend.HealthCheckTerms;
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

    private static final HealthCheckTerms CONNECT = HealthCheckTerms.connect(Duration.ofSeconds(5));
    /** For tests that wait for a connection in real time. */
    private static final HealthCheckTerms PATIENT = new HealthCheckTerms("", Duration.ofSeconds(5), Rig.TIMEOUT, 2, 1);

    private final Rig rig = new Rig();
    private final HealthIndicator health = BackendsReport.health(rig.services);

    @AfterEach
    void close() {
        rig.close();
    }

    @Test
    void withNoServerReachableTheServiceIsDegradedWithin15SecondsWithoutACall() throws IOException {
        Instant start = rig.time.now();
        rig.service(Rig.of(free(), free()).withHealthCheck(CONNECT));

        rig.until(() -> health.status() == Status.DEGRADED);

        assertThat(Duration.between(start, rig.time.now())).isLessThan(Duration.ofSeconds(15));
        assertThat(rig.status().calls()).isZero();
    }

    @Test
    void aServerThatCannotBeFoundIsAway() {
        rig.service(Rig.of(URI.create("http://no-such-host.invalid:80")).withHealthCheck(CONNECT));

        rig.until(() -> health.status() == Status.DEGRADED);
    }

    @Test
    void aServerThatComesBackGetsCalls() throws IOException {
        URI url = free();
        rig.service(Rig.of(url)
                .withHealthCheck(PATIENT)
                .withPolicy(ServicePolicy.defaults().withSlowStart(Duration.ZERO)));
        rig.until(() -> rig.server(url).state() == State.UNHEALTHY);

        try (TestServer server = TestServer.on(url.getPort(), 200, "{}")) {
            rig.until(() -> rig.server(url).state() == State.UP);

            assertThat(rig.call()).isInstanceOf(Answered.class);
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
            rig.service(Rig.of(url).withHealthCheck(PATIENT));

            rig.until(() -> accepted.get() >= 4);

            assertThat(rig.server(url).state()).isEqualTo(State.UP);
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
        rig.service(Rig.of(free()).withHealthCheck(CONNECT));
        rig.close();

        rig.time.advance(Duration.ofMinutes(1));

        assertThat(rig.time.pendingTimers()).isZero();
    }

    /** A URL where nobody listens at this moment. */
    private static URI free() throws IOException {
        try (ServerSocket socket = new ServerSocket()) {
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            return URI.create("http://127.0.0.1:" + socket.getLocalPort());
        }
    }
}
