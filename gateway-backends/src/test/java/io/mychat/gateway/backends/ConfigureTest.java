package io.mychat.gateway.backends;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mychat.gateway.spi.backend.BackendOutcome;
import io.mychat.gateway.spi.backend.BackendOutcome.Answered;
import io.mychat.gateway.spi.backend.BackendOutcome.Reason;
import io.mychat.gateway.spi.backend.BackendOutcome.Unavailable;
import io.mychat.gateway.spi.backend.BreakerTerms;
import io.mychat.gateway.spi.backend.HealthCheckTerms;
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

    private final Rig rig = new Rig();

    @AfterEach
    void close() {
        rig.close();
    }

    @Test
    void aServiceThatThereIsNotIsUnavailable() {
        Unavailable unknown = new Unavailable(Reason.UNKNOWN_SERVICE, Duration.ofSeconds(1));
        assertThat(rig.call()).isEqualTo(unknown);
        try (TestServer server = TestServer.answering(200, "{}")) {
            assertThat(rig.service(Rig.of(server.url())).call()).isInstanceOf(Answered.class);
            rig.services.configure(Map.of());
            assertThat(rig.call()).isEqualTo(unknown);
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
            rig.service(Rig.of(old.url()));
            CompletableFuture<BackendOutcome> call = rig.begin(0, false);
            await().until(() -> !old.seen.isEmpty());

            rig.service(Rig.of(next.url()));
            assertThat(rig.call()).isEqualTo(new Answered("\"next\""));
            end.countDown();

            assertThat(rig.end(call)).isEqualTo(new Answered("\"old\""));
            assertThat(old.calls()).hasSize(1);
        } finally {
            end.countDown();
        }
    }

    @Test
    void aServerThatStaysKeepsWhatIsKnownOfIt() {
        ServicePolicy quick =
                ServicePolicy.defaults().withBreaker(new BreakerTerms(50, 2, 2, Duration.ofSeconds(5), 1));
        try (TestServer bad = TestServer.answering(500, "");
                TestServer good = TestServer.answering(200, "{}")) {
            rig.service(Rig.of(bad.url()).withPolicy(quick));
            rig.call();
            rig.call();
            assertThat(rig.server(bad.url()).state()).isEqualTo(State.OPEN);

            rig.service(Rig.of(good.url(), bad.url()).withPolicy(quick));

            assertThat(rig.server(bad.url()).state()).isEqualTo(State.OPEN);
            for (int i = 0; i < 6; i++) {
                assertThat(rig.call()).isInstanceOf(Answered.class);
            }
            assertThat(bad.calls()).hasSize(2);
            assertThat(rig.status().calls()).isEqualTo(8);
        }
    }

    @Test
    void aServerThatJoinsOthersStartsSlowlyAndTheFirstOnesDoNot() {
        try (TestServer first = TestServer.answering(200, "{}");
                TestServer second = TestServer.answering(200, "{}")) {
            rig.service(Rig.of(first.url())).service(Rig.of(first.url(), second.url()));

            for (int i = 0; i < 22; i++) {
                rig.call();
            }

            assertThat(second.calls()).hasSizeBetween(1, 4);
        }
    }

    @Test
    void withoutAHealthCheckNobodyStaysUnhealthy() {
        try (TestServer server = TestServer.answering(500, "")) {
            rig.service(Rig.of(server.url()).withHealthCheck(HealthCheckTerms.defaults()));
            rig.until(() -> rig.server(server.url()).state() == State.UNHEALTHY);

            rig.service(Rig.of(server.url()));

            assertThat(rig.server(server.url()).state()).isEqualTo(State.UP);
            assertThat(rig.time.pendingTimers()).isZero();
        }
    }

    @Test
    void nobodyWatchesAServerThatIsGone() {
        try (TestServer server = TestServer.answering(200, "")) {
            rig.service(Rig.of(server.url()).withHealthCheck(HealthCheckTerms.defaults()));
            rig.until(() -> server.seen.size() >= 2);

            rig.services.configure(Map.of());

            await().until(() -> rig.time.pendingTimers() == 0);
        }
    }
}
