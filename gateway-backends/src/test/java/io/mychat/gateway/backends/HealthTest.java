package io.mychat.gateway.backends;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mychat.gateway.spi.backend.BackendOutcome.Answered;
import io.mychat.gateway.spi.backend.BackendOutcome.Reason;
import io.mychat.gateway.spi.backend.BackendOutcome.Unavailable;
import io.mychat.gateway.spi.backend.BreakerOptions;
import io.mychat.gateway.spi.backend.HealthCheckOptions;
import io.mychat.gateway.spi.backend.ServicePolicy;
import io.mychat.gateway.spi.backend.ServiceStatus.State;
import io.mychat.gateway.spi.event.HealthIndicator;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Servers that fail get no calls until they work again: by what calls tell, and by what checks tell. */
class HealthTest {

    private static final Unavailable NO_SERVER = new Unavailable(Reason.NO_SERVER, Duration.ofSeconds(1));
    private static final HealthCheckOptions CHECKS =
            new HealthCheckOptions("/health", Duration.ofSeconds(2), BackendsFixture.TIMEOUT, 2, 1);
    private static final ServicePolicy QUICK = ServicePolicy.defaults()
            .withBreaker(new BreakerOptions(50, 4, 4, Duration.ofSeconds(5), 2))
            .withSlowStart(Duration.ZERO);

    private final BackendsFixture backendsFixture = new BackendsFixture();

    @AfterEach
    void close() {
        backendsFixture.close();
    }

    @Test
    void aFailingServerIsPausedAndThenProbed() {
        try (TestServer server = TestServer.answering(500, "")) {
            backendsFixture.service(BackendsFixture.of(server.url()).withPolicy(QUICK));
            for (int i = 0; i < 4; i++) {
                assertThat(backendsFixture.call()).isEqualTo(new Unavailable(Reason.FAILED, Duration.ofSeconds(1)));
            }
            assertThat(backendsFixture.server(server.url()).state()).isEqualTo(State.OPEN);
            assertThat(backendsFixture.call()).isEqualTo(NO_SERVER);
            assertThat(server.calls()).hasSize(4);

            backendsFixture.time.advance(Duration.ofSeconds(6));
            server.answer(200, "{}");
            assertThat(backendsFixture.call()).isInstanceOf(Answered.class);
            assertThat(backendsFixture.server(server.url()).state()).isEqualTo(State.HALF_OPEN);
            assertThat(backendsFixture.call()).isInstanceOf(Answered.class);
            assertThat(backendsFixture.server(server.url()).state()).isEqualTo(State.UP);
        }
    }

    @Test
    void theWallClockDoesNotOpenOrCloseABreaker() {
        try (TestServer server = TestServer.answering(500, "")) {
            backendsFixture.service(BackendsFixture.of(server.url()).withPolicy(QUICK));
            for (int i = 0; i < 4; i++) {
                backendsFixture.call();
            }

            backendsFixture.time.jumpWallClock(Duration.ofHours(1));

            assertThat(backendsFixture.call()).isEqualTo(NO_SERVER);
        }
    }

    @Test
    void aServerThatRefusesIsNotToBlame() {
        try (TestServer server = TestServer.answering(404, "{\"error\":\"no\",\"detail\":\"no\"}")) {
            backendsFixture.service(BackendsFixture.of(server.url()).withPolicy(QUICK));
            for (int i = 0; i < 20; i++) {
                backendsFixture.call();
            }
            assertThat(server.calls()).hasSize(20);
        }
    }

    @Test
    void withAllServersDeadCallsFailAtOnceAndLaterRecover() {
        URI first = RetryTest.dead();
        URI second = RetryTest.dead();
        backendsFixture.service(BackendsFixture.of(first, second).withPolicy(QUICK));
        for (int i = 0; i < 8; i++) {
            assertThat(backendsFixture.call(1, false)).isInstanceOf(Unavailable.class);
        }
        assertThat(backendsFixture.call(1, false)).isEqualTo(NO_SERVER);

        try (TestServer ignored = TestServer.on(first.getPort(), 200, "{}")) {
            backendsFixture.time.advance(Duration.ofSeconds(5));
            backendsFixture.until(() -> backendsFixture.call(1, false) instanceof Answered
                    && backendsFixture.server(first).state() == State.UP);
        }
    }

    @Test
    void callsAvoidAServerThatIsNotWell() {
        try (TestServer well = TestServer.answering(200, "{}");
                TestServer ill = TestServer.answering(200, "{}")) {
            AtomicBoolean isIll = new AtomicBoolean(true);
            ill.answer(exchange -> TestServer.send(exchange, isIll.get() ? 500 : 200, "{}"));
            backendsFixture.service(BackendsFixture.of(well.url(), ill.url())
                    .withHealthCheck(CHECKS)
                    .withPolicy(QUICK));
            backendsFixture.until(() -> backendsFixture.server(ill.url()).state() == State.UNHEALTHY);

            for (int i = 0; i < 10; i++) {
                assertThat(backendsFixture.call()).isInstanceOf(Answered.class);
            }
            assertThat(ill.calls()).isEmpty();

            isIll.set(false);
            backendsFixture.until(() -> backendsFixture.server(ill.url()).state() == State.UP);
            for (int i = 0; i < 10; i++) {
                assertThat(backendsFixture.call()).isInstanceOf(Answered.class);
            }
            assertThat(ill.calls()).hasSize(5);
        }
    }

    @Test
    void oneFailedCheckIsNotEnough() {
        try (TestServer server = TestServer.answering(500, "")) {
            backendsFixture.service(BackendsFixture.of(server.url()).withHealthCheck(CHECKS));
            backendsFixture.until(() -> server.seen.size() == 1);

            assertThat(backendsFixture.server(server.url()).state()).isEqualTo(State.UP);
        }
    }

    @Test
    void aFlappingServerNeedsItsSuccessesInARow() {
        try (TestServer server = TestServer.answering(500, "")) {
            AtomicBoolean flip = new AtomicBoolean();
            backendsFixture.service(BackendsFixture.of(server.url())
                    .withHealthCheck(
                            new HealthCheckOptions("/h", Duration.ofSeconds(2), BackendsFixture.TIMEOUT, 2, 2)));
            backendsFixture.until(() -> backendsFixture.server(server.url()).state() == State.UNHEALTHY);
            int before = server.seen.size();
            server.answer(exchange -> {
                boolean good = flip.get();
                flip.set(!good);
                TestServer.send(exchange, good ? 200 : 500, "");
            });

            backendsFixture.until(() -> server.seen.size() >= before + 6);

            assertThat(backendsFixture.server(server.url()).state()).isEqualTo(State.UNHEALTHY);
            server.answer(200, "");
            backendsFixture.until(() -> backendsFixture.server(server.url()).state() == State.UP);
        }
    }

    @Test
    void aCheckThatHangsIsAFailedOne() {
        CountDownLatch end = new CountDownLatch(1);
        try (TestServer server = TestServer.with(exchange -> end.await())) {
            backendsFixture.service(BackendsFixture.of(server.url()).withHealthCheck(HealthCheckOptions.defaults()));

            backendsFixture.until(() -> backendsFixture.server(server.url()).state() == State.UNHEALTHY);

            assertThat(backendsFixture.call()).isEqualTo(NO_SERVER);
        } finally {
            end.countDown();
        }
    }

    @Test
    void aServerThatComesBackStartsSlowly() {
        try (TestServer steady = TestServer.answering(200, "{}");
                TestServer back = TestServer.answering(500, "")) {
            backendsFixture.service(BackendsFixture.of(steady.url(), back.url())
                    .withHealthCheck(CHECKS)
                    .withPolicy(ServicePolicy.defaults().withSlowStart(Duration.ofHours(1))));
            backendsFixture.until(() -> backendsFixture.server(back.url()).state() == State.UNHEALTHY);
            back.answer(200, "{}");
            backendsFixture.until(() -> backendsFixture.server(back.url()).state() == State.UP);

            for (int i = 0; i < 44; i++) {
                backendsFixture.call();
            }
            assertThat(back.calls()).hasSizeBetween(2, 8);

            backendsFixture.time.advance(Duration.ofHours(1));
            int before = back.calls().size();
            for (int i = 0; i < 40; i++) {
                backendsFixture.call();
            }
            assertThat(back.calls().size() - before).isBetween(18, 22);
        }
    }

    @Test
    void operatorsSeeAServiceWithoutAServer() {
        HealthIndicator health = BackendsReport.health(backendsFixture.services);
        assertThat(health.status()).isEqualTo(HealthIndicator.Status.HEALTHY);
        try (TestServer server = TestServer.answering(500, "")) {
            backendsFixture.service(BackendsFixture.of(server.url()).withPolicy(QUICK));
            for (int i = 0; i < 5; i++) {
                backendsFixture.call();
            }

            assertThat(health.status()).isEqualTo(HealthIndicator.Status.DEGRADED);
            assertThat(BackendsReport.metrics(backendsFixture.services).metrics())
                    .extracting(metric -> metric.name() + " " + (int) metric.value())
                    .containsExactly(
                            "backend_calls_total 5",
                            "backend_retries_total 0",
                            "backend_rejected_total 1",
                            "backend_calls_running 0",
                            "backend_server_attempts_total 4",
                            "backend_server_failures_total 4",
                            "backend_server_up 0");
        }
    }

    @Test
    void aClosedModuleLeavesNothingBehind() {
        CountDownLatch end = new CountDownLatch(1);
        try (TestServer server = TestServer.with(exchange -> end.await())) {
            backendsFixture.service(BackendsFixture.of(server.url()).withHealthCheck(CHECKS));
            var call = backendsFixture.begin(3, true);
            await().until(() -> !server.calls().isEmpty());

            backendsFixture.services.close();

            await().until(call::isDone);
            assertThat(backendsFixture.time.pendingTimers()).isZero();
            await().until(() -> Thread.getAllStackTraces().keySet().stream()
                    .noneMatch(thread -> thread.getName().startsWith("gateway-backends-")));
        } finally {
            end.countDown();
        }
    }
}
