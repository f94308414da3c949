package io.mychat.gateway.core.processor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mychat.gateway.core.testing.TestGateway;
import io.mychat.gateway.core.testing.TestGateway.Guest;
import io.mychat.gateway.spi.message.ErrorCode;
import io.mychat.gateway.spi.message.HandlerDefinition;
import io.mychat.gateway.spi.message.Reply;
import io.mychat.gateway.testkit.ManualTime;
import io.mychat.gateway.testkit.TestMessage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code retry_count} of routes to handlers in this process. */
class HandlerRetryTest {

    private final AtomicInteger tries = new AtomicInteger();
    private final List<String> after = new CopyOnWriteArrayList<>();
    private volatile @Nullable ManualTime time;
    /** How many timers there are while the handler is at work; with a pause before the next try there is one more. */
    private volatile int timersAtWork = Integer.MAX_VALUE;

    /** Fails so many times, then works. */
    private HandlerDefinition flaky(boolean async, int failures) {
        return async
                ? HandlerDefinition.async("flaky", (message, context) -> {
                            int number = beginTry();
                            context.afterReply(() -> after.add("try " + number));
                            return number <= failures
                                    ? CompletableFuture.failedFuture(new IllegalStateException("try " + number))
                                    : CompletableFuture.completedFuture(Reply.ok());
                        })
                        .build()
                : HandlerDefinition.blocking("flaky", (message, context) -> {
                            int number = beginTry();
                            context.afterReply(() -> after.add("try " + number));
                            if (number <= failures) {
                                throw new IllegalStateException("try " + number);
                            }
                            return Reply.ok();
                        })
                        .build();
    }

    private int beginTry() {
        int number = tries.incrementAndGet();
        ManualTime now = time;
        if (number == 1 && now != null) {
            timersAtWork = now.pendingTimers();
        }
        return number;
    }

    private TestMessage ask(HandlerDefinition handler, int retries, boolean idempotent) {
        try (TestGateway gateway = TestGateway.start(builder -> builder.handler(handler)
                .setting("routes.6000.handler", handler.name())
                .setting("routes.6000.timeout_ms", 60_000)
                .setting("routes.6000.retry_count", retries)
                .setting("routes.6000.idempotent", idempotent))) {
            Guest alice = gateway.login("alice", "web", "w");
            time = gateway.time;
            alice.client().send(6000, "{}");
            List<TestMessage> replies = new ArrayList<>();
            await().pollInterval(Duration.ofMillis(2))
                    .atMost(Duration.ofMinutes(1))
                    .until(() -> {
                        if (gateway.time.pendingTimers() > timersAtWork) {
                            gateway.time.advance(Duration.ofMillis(20));
                        }
                        replies.addAll(alice.client().takeAll());
                        return !replies.isEmpty();
                    });
            return replies.get(0);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void anIdempotentHandlerIsCalledAgainAndOnlyItsLastTryCounts(boolean async) {
        assertThat(ask(flaky(async, 2), 3, true).code()).isEqualTo(200);
        assertThat(tries).hasValue(3);
        await().untilAsserted(() -> assertThat(after).containsExactly("try 3"));
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void afterTheLastRetryTheClientIsToldThatItFailed(boolean async) {
        assertThat(ask(flaky(async, 9), 2, true).code()).isEqualTo(500);
        assertThat(tries).hasValue(3);
        await().untilAsserted(() -> assertThat(after).containsExactly("try 3"));
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aHandlerThatIsNotIdempotentIsCalledOnce(boolean async) {
        assertThat(ask(flaky(async, 1), 3, false).code()).isEqualTo(500);
        assertThat(tries).hasValue(1);
    }

    @Test
    void whatAHandlerAnswersIsNeverAskedForAgain() {
        HandlerDefinition refuses = HandlerDefinition.blocking("refuses", (message, context) -> {
                    tries.incrementAndGet();
                    return Reply.failure(ErrorCode.SERVICE_UNAVAILABLE, "busy", "Later.");
                })
                .build();

        assertThat(ask(refuses, 3, true).code()).isEqualTo(503);
        assertThat(tries).hasValue(1);
    }

    @Test
    void aMessageIsNeverStoredTwiceWhateverItsRouteSays() {
        AtomicInteger sends = new AtomicInteger();
        try (TestGateway gateway = TestGateway.start(builder -> builder.users(userId -> {
                    sends.incrementAndGet();
                    throw new IllegalStateException("down");
                })
                .setting("routes.2001.handler", "message_send")
                .setting("routes.2001.retry_count", 3)
                .setting("routes.2001.idempotent", true))) {
            Guest alice = gateway.login("alice", "web", "w");
            sends.set(0);

            TestMessage reply = alice.request(2001, "{\"to_user\":\"bob\",\"content\":\"hi\"}");

            assertThat(reply.code()).isEqualTo(500);
            assertThat(sends).hasValue(1);
        }
    }

    @Test
    void aLoginIsNeverRepeatedWhateverItsRouteSays() {
        AtomicInteger checks = new AtomicInteger();
        try (TestGateway gateway = TestGateway.start(builder -> builder.credentials((username, password) -> {
                    checks.incrementAndGet();
                    throw new IllegalStateException("down");
                })
                .setting("routes.1001.handler", "auth_login")
                .setting("routes.1001.retry_count", 3)
                .setting("routes.1001.idempotent", true))) {
            TestMessage reply = gateway.connect().client().login("alice", "x", "web", "w");

            assertThat(reply.code()).isEqualTo(500);
            assertThat(checks).hasValue(1);
        }
    }
}
