package io.mychat.gateway.backends;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mychat.gateway.spi.backend.BackendOutcome;
import io.mychat.gateway.spi.backend.BackendOutcome.Answered;
import io.mychat.gateway.spi.backend.BackendOutcome.Reason;
import io.mychat.gateway.spi.backend.BackendOutcome.Unavailable;
import io.mychat.gateway.spi.backend.BreakerOptions;
import io.mychat.gateway.spi.backend.HealthCheckOptions;
import io.mychat.gateway.spi.backend.ServicePolicy;
import io.mychat.gateway.spi.backend.ServiceStatus.State;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Another configuration while calls are made. */
class ConfigureTest {

    private final BackendsFixture backendsFixture = new BackendsFixture();

    @AfterEach
    void close() {
        backendsFixture.close();
    }

    @Test
    void aServiceThatThereIsNotIsUnavailable() {
        Unavailable unknown = new Unavailable(Reason.UNKNOWN_SERVICE, Duration.ofSeconds(1));
        assertThat(backendsFixture.call()).isEqualTo(unknown);
        try (TestServer server = TestServer.answering(200, "{}")) {
            assertThat(backendsFixture.service(BackendsFixture.of(server.url())).call())
                    .isInstanceOf(Answered.class);
            backendsFixture.services.configure(Map.of());
            assertThat(backendsFixture.call()).isEqualTo(unknown);
        }
    }

    @Test
    void callsUnderWayToAServerThatGoesAreFinished() {
        CountDownLatch end = new CountDownLatch(1);
        try (TestServer old = TestServer.with(exchange -> {
                    end.await();
                    TestServer.send(exchange, 200, "\"old\"");
                });
                TestServer next = TestServer.answering(200, "\"next\"")) {
            backendsFixture.service(BackendsFixture.of(old.url()));
            CompletableFuture<BackendOutcome> call = backendsFixture.begin(0, false);
            await().until(() -> !old.seen.isEmpty());

            backendsFixture.service(BackendsFixture.of(next.url()));
            assertThat(backendsFixture.call()).isEqualTo(new Answered("\"next\""));
            end.countDown();

            assertThat(backendsFixture.end(call)).isEqualTo(new Answered("\"old\""));
            assertThat(old.calls()).hasSize(1);
        } finally {
            end.countDown();
        }
    }

    @Test
    void aServerThatStaysKeepsWhatIsKnownOfIt() {
        ServicePolicy quick =
                ServicePolicy.defaults().withBreaker(new BreakerOptions(50, 2, 2, Duration.ofSeconds(5), 1));
        try (TestServer bad = TestServer.answering(500, "");
                TestServer good = TestServer.answering(200, "{}")) {
            backendsFixture.service(BackendsFixture.of(bad.url()).withPolicy(quick));
            backendsFixture.call();
            backendsFixture.call();
            assertThat(backendsFixture.server(bad.url()).state()).isEqualTo(State.OPEN);

            backendsFixture.service(BackendsFixture.of(good.url(), bad.url()).withPolicy(quick));

            assertThat(backendsFixture.server(bad.url()).state()).isEqualTo(State.OPEN);
            for (int i = 0; i < 6; i++) {
                assertThat(backendsFixture.call()).isInstanceOf(Answered.class);
            }
            assertThat(bad.calls()).hasSize(2);
            assertThat(backendsFixture.status().calls()).isEqualTo(8);
        }
    }

    @Test
    void aServerThatJoinsOthersStartsSlowlyAndTheFirstOnesDoNot() {
        try (TestServer first = TestServer.answering(200, "{}");
                TestServer second = TestServer.answering(200, "{}")) {
            backendsFixture
                    .service(BackendsFixture.of(first.url()))
                    .service(BackendsFixture.of(first.url(), second.url()));

            for (int i = 0; i < 22; i++) {
                backendsFixture.call();
            }

            assertThat(second.calls()).hasSizeBetween(1, 4);
        }
    }

    @Test
    void withoutAHealthCheckNobodyStaysUnhealthy() {
        try (TestServer server = TestServer.answering(500, "")) {
            backendsFixture.service(BackendsFixture.of(server.url()).withHealthCheck(HealthCheckOptions.defaults()));
            backendsFixture.until(() -> backendsFixture.server(server.url()).state() == State.UNHEALTHY);

            backendsFixture.service(BackendsFixture.of(server.url()));

            assertThat(backendsFixture.server(server.url()).state()).isEqualTo(State.UP);
            assertThat(backendsFixture.time.pendingTimers()).isZero();
        }
    }

    @Test
    void nobodyWatchesAServerThatIsGone() {
        try (TestServer server = TestServer.answering(200, "")) {
            backendsFixture.service(BackendsFixture.of(server.url()).withHealthCheck(HealthCheckOptions.defaults()));
            backendsFixture.until(() -> server.seen.size() >= 2);

            backendsFixture.services.configure(Map.of());

            await().until(() -> backendsFixture.time.pendingTimers() == 0);
        }
    }
}
