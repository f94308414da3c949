package io.mychat.gateway.core.processor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import io.mychat.gateway.core.testing.TestGateway;
import io.mychat.gateway.core.testing.TestGateway.Guest;
import io.mychat.gateway.spi.StoreUnavailableException;
import io.mychat.gateway.spi.message.AsyncMessageHandler;
import io.mychat.gateway.spi.message.HandlerDefinition;
import io.mychat.gateway.spi.message.Reply;
import io.mychat.gateway.testkit.TestMessage;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Handlers that take too long, fail, or return nothing. */
class HandlerTimeoutTest extends ProcessingFixture {

    @Test
    void whatTakesTooLongIs503AndItsLateResultIsDropped() throws Exception {
        TestGateway gateway = start(builder -> builder);
        Guest alice = alice(gateway);
        String slow = alice.client().send(ASYNC, "{}");
        String next = alice.client().send(QUICK, "{}");
        CompletableFuture<Reply> stage = next(stages);
        gateway.advance(Duration.ofMillis(4999));
        assertThat(alice.client().takeAll()).isEmpty();

        gateway.advance(Duration.ofMillis(1));

        TestMessage reply = alice.client().reply(slow);
        assertThat(reply.code()).isEqualTo(503);
        assertThat(reply.error()).isEqualTo("timeout");
        assertThat(reply.data().path("retry_after_ms").longValue()).isPositive();
        assertThat(alice.client().reply(next).code()).isEqualTo(200);
        await().untilAsserted(() -> assertThat(stage.isCancelled()).isTrue());
        assertThat(alice.request(QUICK, "{}").code()).isEqualTo(200);
        assertThat(alice.client().takeAll()).isEmpty();
    }

    @Test
    void aLateBlockingHandlerIsInterrupted() throws Exception {
        CountDownLatch started = new CountDownLatch(1);
        CountDownLatch interrupted = new CountDownLatch(1);
        TestGateway gateway = start(custom((message, context) -> {
            started.countDown();
            try {
                new CountDownLatch(1).await();
            } catch (InterruptedException e) {
                interrupted.countDown();
            }
            return Reply.ok("{\"late\":true}");
        }));
        Guest alice = alice(gateway);
        String slow = alice.client().send(CUSTOM, "{}");
        String next = alice.client().send(QUICK, "{}");
        started.await();

        gateway.advance(Duration.ofSeconds(5));

        assertThat(alice.client().reply(slow).code()).isEqualTo(503);
        assertThat(alice.client().reply(next).code()).isEqualTo(200);
        assertThat(interrupted.await(10, TimeUnit.SECONDS)).isTrue();
        assertThat(alice.request(QUICK, "{}").code()).isEqualTo(200);
        assertThat(alice.client().takeAll()).isEmpty();
    }

    @Test
    void aStageThatComesAfterTheTimeOutHoldsNoSlot() throws Exception {
        CountDownLatch started = new CountDownLatch(1);
        CompletableFuture<Reply> never = new CompletableFuture<>();
        AsyncMessageHandler handler = (message, context) -> {
            started.countDown();
            try {
                new CountDownLatch(1).await();
            } catch (InterruptedException e) {
                // The time-out.
            }
            return never;
        };
        TestGateway gateway = start(builder -> builder.setting("processing.max_concurrent_tasks", 1)
                .handler(
                        HandlerDefinition.async("late", handler).command(CUSTOM).build()));
        Guest alice = alice(gateway);
        String slow = alice.client().send(CUSTOM, "{}");
        started.await();

        gateway.advance(Duration.ofSeconds(5));

        assertThat(alice.client().reply(slow).code()).isEqualTo(503);
        assertThat(alice.request(QUICK, "{}").code()).isEqualTo(200);
        await().untilAsserted(() -> assertThat(never.isCancelled()).isTrue());
    }

    @Test
    void aHandlersOwnTimeLimitGoesBeforeTheGateways() throws Exception {
        TestGateway gateway = start(builder -> builder.handler(HandlerDefinition.async("own", this::stage)
                .command(CUSTOM)
                .timeout(Duration.ofMillis(100))
                .build()));
        Guest alice = alice(gateway);
        String slow = alice.client().send(CUSTOM, "{}");
        assertThat(next(stages)).isNotDone();

        gateway.advance(Duration.ofMillis(100));

        assertThat(alice.client().reply(slow).code()).isEqualTo(503);
    }

    @Test
    void whateverAHandlerThrowsIs500WithoutInternals() {
        for (Throwable thrown : List.of(
                new IllegalStateException("secret 4711"),
                new Exception("secret 4711"),
                new StackOverflowError("secret 4711"),
                new AssertionError("secret 4711"))) {
            internalError((message, context) -> fail(thrown));
        }
    }

    @Test
    @SuppressWarnings("NullAway") // what a careless handler does
    void aHandlerThatReturnsNothingIs500() {
        internalError((message, context) -> null);
    }

    @Test
    @SuppressWarnings("NullAway") // what a careless handler does
    void asynchronousFailuresOfEveryKindAre500() {
        List<AsyncMessageHandler> handlers = List.of(
                (message, context) -> CompletableFuture.failedFuture(new IllegalStateException("secret 4711")),
                (message, context) -> CompletableFuture.supplyAsync(() -> {
                    throw new Error("secret 4711");
                }),
                (message, context) -> CompletableFuture.completedFuture(null),
                (message, context) -> null,
                (message, context) -> {
                    throw new Exception("secret 4711");
                });
        for (AsyncMessageHandler handler : handlers) {
            internalError(builder -> builder.handler(
                    HandlerDefinition.async("custom", handler).command(CUSTOM).build()));
        }
    }

    @Test
    void aStoreThatIsAwayIs503() {
        TestGateway gateway = start(custom((message, context) -> {
            throw new StoreUnavailableException("secret 4711");
        }));

        TestMessage reply = alice(gateway).request(CUSTOM, "{}");

        assertThat(reply.code()).isEqualTo(503);
        assertThat(reply.error()).isEqualTo("store_unavailable");
        assertThat(reply.data().path("retry_after_ms").longValue()).isPositive();
        assertThat(reply.message() + reply.data()).doesNotContain("4711");
    }

    @Test
    void aLateHandlerHoldsUpItsOwnSessionOnly() throws Exception {
        CountDownLatch started = new CountDownLatch(1);
        CountDownLatch release = new CountDownLatch(1);
        TestGateway gateway = start(custom((message, context) -> {
            context.afterReply(() -> {}, () -> {
                try {
                    release.await();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
                context.sessions().pushToUser("alice", "\"undone\"");
            });
            started.countDown();
            new CountDownLatch(1).await();
            return Reply.ok();
        }));
        Guest alice = alice(gateway);
        Guest bob = gateway.login("bob", "web", "w");
        String slow = alice.client().send(CUSTOM, "{}");
        String behind = alice.client().send(QUICK, "{}");
        started.await();

        // Would not return if the timers waited for what is other people's code.
        assertTimeoutPreemptively(Duration.ofSeconds(20), () -> gateway.time.advance(Duration.ofSeconds(5)));

        assertThat(alice.client().reply(slow).error()).isEqualTo("timeout");
        assertThat(bob.request(QUICK, "{}").code()).isEqualTo(200);
        assertThat(alice.client().takeAll()).as("not before it is done").isEmpty();
        release.countDown();
        assertThat(alice.client().next().cmdId()).isEqualTo(4001);
        assertThat(alice.client().reply(behind).code()).isEqualTo(200);
    }

    @Test
    void anActionThatFailsHarmsNobody() {
        TestGateway gateway = start(custom((message, context) -> {
            context.afterReply(() -> {
                throw new IllegalStateException("careless");
            });
            context.afterReply(() -> {
                throw new AssertionError("more careless");
            });
            context.afterReply(() -> context.sessions().pushToUser("alice", "\"after\""));
            return Reply.ok();
        }));
        Guest alice = alice(gateway);

        assertThat(alice.request(CUSTOM, "{}").code()).isEqualTo(200);

        assertThat(alice.client().next(4001).data().textValue()).isEqualTo("after");
        assertThat(alice.request(QUICK, "{}").code()).isEqualTo(200);
    }
}
