package io.mychat.gateway.backends;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mychat.gateway.spi.backend.BackendOutcome;
import io.mychat.gateway.spi.backend.BackendOutcome.Answered;
import io.mychat.gateway.spi.backend.BackendOutcome.Unavailable;
import io.mychat.gateway.spi.backend.CallLimits;
import io.mychat.gateway.spi.backend.CallOptions;
import io.mychat.gateway.spi.backend.RetryOptions;
import io.mychat.gateway.spi.backend.ServiceDefinition;
import io.mychat.gateway.spi.backend.ServicePolicy;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which calls are repeated, where, and how often. */
class RetryTest {

    private final BackendsFixture backendsFixture = new BackendsFixture();

    @AfterEach
    void close() {
        backendsFixture.close();
    }

    /** An address where nobody listens. */
    static URI dead() {
        try (TestServer server = TestServer.answering(200, "{}")) {
            return server.url();
        }
    }

    private static ServiceDefinition budget(ServiceDefinition service, int percent, int burst) {
        return service.withPolicy(ServicePolicy.defaults()
                .withRetry(new RetryOptions(percent, burst, Duration.ofMillis(50), Duration.ofSeconds(1))));
    }

    @Test
    void aCallThatReachedNobodyGoesToAnotherServer() {
        try (TestServer server = TestServer.answering(200, "{\"ok\":1}")) {
            backendsFixture.service(BackendsFixture.of(dead(), server.url()));

            for (int i = 0; i < 4; i++) {
                assertThat(backendsFixture.call(1, false)).isInstanceOf(Answered.class);
            }
            assertThat(backendsFixture.status().retries()).isBetween(1L, 4L);
        }
    }

    @ParameterizedTest
    @CsvSource({"503,false,3", "503,true,3", "500,false,1", "500,true,3", "400,true,1", "409,true,1", "302,true,1"})
    void anAnswerIsAskedForAgainOnlyWhereThatIsSafe(int status, boolean idempotent, int requests) {
        try (TestServer server = TestServer.answering(status, "{\"error\":\"no\",\"detail\":\"no\"}")) {
            backendsFixture.service(BackendsFixture.of(server.url())).call(2, idempotent);

            assertThat(server.calls()).hasSize(requests);
            assertThat(server.calls().stream().map(seen -> seen.header("Idempotency-Key")))
                    .containsOnly(server.calls().get(0).header("Idempotency-Key"));
        }
    }

    @ParameterizedTest
    @CsvSource({"false,1", "true,3"})
    void aBrokenAnswerIsAskedForAgainOnlyOnAnIdempotentRoute(boolean idempotent, int requests) throws Exception {
        try (RawServer server = RawServer.writing("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n{")) {
            assertThat(backendsFixture.service(BackendsFixture.of(server.url())).call(2, idempotent))
                    .isInstanceOf(Unavailable.class);

            assertThat(server.requests).hasValue(requests);
        }
    }

    @Test
    void aSlowTryMakesRoomForAnotherOne() {
        AtomicInteger asked = new AtomicInteger();
        CountDownLatch end = new CountDownLatch(1);
        try (TestServer server = TestServer.with(exchange -> {
            if (asked.incrementAndGet() == 1) {
                end.await();
            }
            TestServer.send(exchange, 200, "{}");
        })) {
            backendsFixture.service(BackendsFixture.of(server.url())
                    .withPolicy(ServicePolicy.defaults()
                            .withLimits(new CallLimits(10, 1000, Optional.of(Duration.ofMillis(500))))));
            CompletableFuture<BackendOutcome> call = backendsFixture.begin(1, true);
            await().until(() -> asked.get() == 1);

            backendsFixture.time.advance(Duration.ofMillis(500));

            assertThat(backendsFixture.end(call)).isInstanceOf(Answered.class);
            assertThat(asked).hasValue(2);
        } finally {
            end.countDown();
        }
    }

    @Test
    void theBudgetKeepsRetriesFromMultiplyingAnOutage() {
        try (TestServer server = TestServer.answering(503, "")) {
            backendsFixture.service(budget(BackendsFixture.of(server.url()), 20, 2));

            for (int i = 0; i < 9; i++) {
                backendsFixture.call(3, true);
            }

            // Two saved up, and one for every five calls.
            assertThat(backendsFixture.status().retries()).isBetween(2L, 4L);
        }
    }

    @Test
    void aRetryThatWouldComeTooLateIsNotWaitedFor() {
        try (TestServer server = TestServer.answering(503, "")) {
            backendsFixture.service(BackendsFixture.of(server.url())
                    .withPolicy(ServicePolicy.defaults()
                            .withRetry(new RetryOptions(100, 10, Duration.ofHours(1), Duration.ofHours(1)))));

            CompletableFuture<BackendOutcome> call = backendsFixture.begin(
                    "alice", "{}", new CallOptions(Optional.empty(), 5, true), Duration.ofMillis(10));

            // Without any time going by.
            await().until(call::isDone);
            assertThat(call.join()).isInstanceOf(Unavailable.class);
        }
    }

    @Test
    void aCallCancelledBetweenTriesMakesNoMore() {
        try (TestServer server = TestServer.answering(503, "")) {
            backendsFixture.service(BackendsFixture.of(server.url()));
            CompletableFuture<BackendOutcome> call = backendsFixture.begin(5, true);
            await().until(() -> backendsFixture.status().retries() == 1);

            call.cancel(true);
            backendsFixture.time.advance(Duration.ofSeconds(10));

            assertThat(server.calls()).hasSize(1);
            assertThat(backendsFixture.status().running()).isZero();
        }
    }
}
