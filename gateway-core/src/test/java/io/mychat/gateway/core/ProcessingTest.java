package io.mychat.gateway.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import io.mychat.gateway.core.TestGateway.Guest;
import io.mychat.gateway.spi.StoreUnavailableException;
import io.mychat.gateway.spi.message.AsyncMessageHandler;
import io.mychat.gateway.spi.message.HandlerDefinition;
import io.mychat.gateway.spi.message.MessageHandler;
import io.mychat.gateway.spi.message.Reply;
import io.mychat.gateway.spi.message.Sensitivity;
import io.mychat.gateway.testkit.TestMessage;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** How commands are worked off: order, time-outs, failures and bounds (protocol.md 1.1, 1.5). */
class ProcessingTest {

    private static final long BLOCKING = 9000;
    private static final long ASYNC = 9001;
    private static final long QUICK = 9002;
    private static final long CONCURRENT = 9003;
    private static final long CUSTOM = 9004;

    private final BlockingQueue<CompletableFuture<Reply>> blocked = new LinkedBlockingQueue<>();
    private final BlockingQueue<CompletableFuture<Reply>> stages = new LinkedBlockingQueue<>();
    private final List<CompletableFuture<Reply>> begun = new CopyOnWriteArrayList<>();
    private @Nullable TestGateway running;

    @AfterEach
    void stop() {
        begun.forEach(handler -> handler.complete(Reply.ok()));
        if (running != null) {
            running.close();
        }
    }

    @Test
    void twoHundredHandlersThatBlockAreAtWorkAtOnce() {
        CountDownLatch all = new CountDownLatch(200);
        TestGateway gateway =
                TestGateway.start(builder -> builder.handler(HandlerDefinition.blocking("all", (message, context) -> {
                            all.countDown();
                            all.await();
                            return Reply.ok();
                        })
                        .command(CUSTOM)
                        .sensitivity(Sensitivity.PUBLIC)
                        .build()));
        running = gateway;
        List<Guest> guests =
                Stream.generate(gateway::connect).limit(all.getCount()).toList();

        guests.forEach(guest -> guest.client().send(CUSTOM, "{}"));

        assertThat(guests)
                .allSatisfy(
                        guest -> assertThat(guest.client().next(CUSTOM).code()).isEqualTo(200));
    }

    @Test
    void oneSessionsMessagesAreAnsweredInOrder() throws Exception {
        Guest alice = alice(start(builder -> builder));
        for (int i = 0; i < 10; i++) {
            for (long cmdId : new long[] {ASYNC, QUICK, 3001, BLOCKING, 7777, QUICK, 3001}) {
                alice.client().send(cmdId, "{}");
            }
            alice.client().sendRaw("nonsense");
        }

        for (int i = 0; i < 10; i++) {
            next(stages).complete(Reply.ok());
            next(blocked).complete(Reply.ok());
        }

        List<Long> answered = new ArrayList<>();
        for (int i = 0; i < 80; i++) {
            answered.add(alice.client().next().cmdId());
        }
        List<Long> asked = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            asked.addAll(List.of(ASYNC, QUICK, 3001L, BLOCKING, 7777L, QUICK, 3001L, 0L));
        }
        assertThat(answered).isEqualTo(asked);
    }

    @Test
    void theNextMessageStartsWhenTheStageHasCompleted() throws Exception {
        TestGateway gateway = start(builder -> builder);
        Guest alice = alice(gateway);
        alice.client().send(ASYNC, "{}");
        alice.client().send(BLOCKING, "{}");
        CompletableFuture<Reply> stage = next(stages);
        gateway.sockets.settle();
        assertThat(blocked).isEmpty();

        stage.complete(Reply.ok());

        next(blocked).complete(Reply.ok());
    }

    @Test
    void otherSessionsDoNotWait() throws Exception {
        TestGateway gateway = start(builder -> builder);
        Guest alice = alice(gateway);
        alice.client().send(BLOCKING, "{}");
        assertThat(next(blocked)).isNotDone();

        assertThat(gateway.login("bob", "web", "w").request(QUICK, "{}").code()).isEqualTo(200);
    }

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
        assertThat(reply.envelope().toString()).doesNotContain("4711");
    }

    @Test
    void onlyMessagesBeyondTheSharedBoundsAre503() throws Exception {
        TestGateway gateway = start(builder ->
                builder.setting("processing.max_concurrent_tasks", 1).setting("processing.task_queue_size", 1));
        Guest alice = alice(gateway);
        Guest bob = gateway.login("bob", "web", "w");
        Guest carol = gateway.login("carol", "web", "w");
        String first = alice.client().send(BLOCKING, "{}");
        CompletableFuture<Reply> handler = next(blocked);
        String second = bob.client().send(BLOCKING, "{}");
        gateway.sockets.settle();

        TestMessage refused = carol.request(QUICK, "{}");

        assertThat(refused.code()).isEqualTo(503);
        assertThat(refused.error()).isEqualTo("overloaded");
        assertThat(refused.data().path("retry_after_ms").longValue()).isPositive();
        assertThat(carol.request(3001, "{}").code()).isEqualTo(200);
        String behind = alice.client().send(QUICK, "{}");
        gateway.sockets.settle();
        handler.complete(Reply.ok());
        assertThat(alice.client().reply(first).code()).isEqualTo(200);
        assertThat(alice.client().reply(behind).code()).isEqualTo(503);
        next(blocked).complete(Reply.ok());
        assertThat(bob.client().reply(second).code()).isEqualTo(200);
        await().untilAsserted(
                        () -> assertThat(carol.request(QUICK, "{}").code()).isEqualTo(200));
    }

    @Test
    void aSessionWithALongQueueIsNotReadAndLosesNothing() throws Exception {
        TestGateway gateway = start(builder -> builder);
        Guest alice = alice(gateway);
        alice.client().send(BLOCKING, "{}");
        CompletableFuture<Reply> handler = next(blocked);
        for (int i = 0; i < 300; i++) {
            alice.client().sendRaw("{\"cmd_id\":" + QUICK + ",\"request_id\":" + i + "}");
        }
        gateway.sockets.settle();
        assertThat(gateway.server.serverStats()).contains("\"waiting\":64");

        handler.complete(Reply.ok());

        assertThat(alice.client().next().cmdId()).isEqualTo(BLOCKING);
        for (int i = 0; i < 300; i++) {
            TestMessage reply = alice.client().next();
            assertThat(reply.code()).isEqualTo(200);
            assertThat(reply.envelope().path("request_id").intValue()).isEqualTo(i);
        }
    }

    @Test
    void aSessionWithAHeavyQueueIsNotReadEither() throws Exception {
        TestGateway gateway = start(builder -> builder.setting("processing.session_queue_bytes", 10_000));
        Guest alice = alice(gateway);
        alice.client().send(BLOCKING, "{}");
        CompletableFuture<Reply> handler = next(blocked);
        for (int i = 0; i < 20; i++) {
            alice.client().send(QUICK, "{\"x\":\"" + "y".repeat(4000) + "\"}");
        }
        gateway.sockets.settle();
        assertThat(gateway.server.serverStats()).contains("\"waiting\":3}");

        handler.complete(Reply.ok());

        for (int i = 0; i < 21; i++) {
            assertThat(alice.client().next().code()).isEqualTo(200);
        }
    }

    @Test
    void onlyAConcurrentHandlerMayOvertake() throws Exception {
        TestGateway gateway = start(builder -> builder);
        Guest alice = alice(gateway);
        String first = alice.client().send(CONCURRENT, "{}");
        CompletableFuture<Reply> slow = next(stages);
        String second = alice.client().send(CONCURRENT, "{}");
        next(stages).complete(Reply.ok());

        assertThat(alice.client().reply(second).code()).isEqualTo(200);
        assertThat(alice.request(QUICK, "{}").code()).isEqualTo(200);
        slow.complete(Reply.ok());
        assertThat(alice.client().reply(first).code()).isEqualTo(200);
    }

    @Test
    void whatComesAfterTheReplyRunsBeforeTheNextMessageStarts() {
        List<String> order = java.util.Collections.synchronizedList(new ArrayList<>());
        TestGateway gateway = start(custom((message, context) -> {
            context.afterReply(() -> context.sessions().pushToUser("alice", "\"after\""));
            context.afterReply(() -> order.add("after"));
            order.add("handled");
            return Reply.ok();
        }));
        Guest alice = alice(gateway);
        alice.client().send(CUSTOM, "{}");
        alice.client().send(CUSTOM, "{}");

        assertThat(List.of(
                        alice.client().next().cmdId(),
                        alice.client().next().cmdId(),
                        alice.client().next().cmdId(),
                        alice.client().next().cmdId()))
                .containsExactly(CUSTOM, 4001L, CUSTOM, 4001L);
        await().untilAsserted(() -> assertThat(order).containsExactly("handled", "after", "handled", "after"));
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

    @Test
    void aHandlerMayKickItsOwnUser() {
        TestGateway gateway = start(custom((message, context) -> {
            int kicked = context.sessions()
                    .kick(message.userId(), context.session().orElseThrow().device());
            return Reply.ok("{\"kicked\":" + kicked + "}");
        }));
        Guest alice = alice(gateway);

        alice.client().send(CUSTOM, "{}");

        assertThat(alice.client().next(4003).text("reason")).isEqualTo("kicked");
        assertThat(alice.client().closeCode()).isEqualTo(4410);
        assertThat(gateway.sessionsOf("alice")).isEmpty();
    }

    @Test
    void overTheRateEveryMessageIs429WithAWait() {
        TestGateway gateway = start(
                builder -> builder.setting("security.messages_per_second", 2).setting("security.message_burst", 5));
        Guest alice = alice(gateway);
        for (int i = 0; i < 4; i++) {
            assertThat(alice.request(3001, "{}").code()).isEqualTo(200);
        }

        TestMessage refused = alice.request(3001, "{}");
        TestMessage malformed = alice.raw("nonsense");

        assertThat(refused.code()).isEqualTo(429);
        assertThat(refused.cmdId()).isEqualTo(3001);
        assertThat(refused.data().path("retry_after_ms").longValue()).isEqualTo(500);
        assertThat(malformed.code()).isEqualTo(429);
        gateway.advance(Duration.ofMillis(500));
        assertThat(alice.request(3001, "{}").code()).isEqualTo(200);
        assertThat(alice.request(3001, "{}").code()).isEqualTo(429);
    }

    @Test
    void aHundredRefusalsWithinTenSecondsCloseWith4429() {
        TestGateway gateway = start(
                builder -> builder.setting("security.messages_per_second", 1).setting("security.message_burst", 1));
        Guest guest = gateway.connect();
        assertThat(guest.raw("{\"cmd_id\":3001}").code()).isEqualTo(401);
        for (int i = 0; i < 99; i++) {
            assertThat(guest.raw("{\"cmd_id\":3001}").code()).isEqualTo(429);
        }
        assertThat(guest.connection().isOpen()).isTrue();

        guest.client().sendRaw("{\"cmd_id\":3001}");

        assertThat(guest.client().closeCode()).isEqualTo(4429);
    }

    @Test
    void aRateOf0IsNoLimit() {
        TestGateway gateway = start(
                builder -> builder.setting("security.messages_per_second", 0).setting("security.message_burst", 1));
        Guest alice = alice(gateway);

        for (int i = 0; i < 1000; i++) {
            alice.client().send(3001, "{}");
        }

        for (int i = 0; i < 1000; i++) {
            assertThat(alice.client().next().code()).isEqualTo(200);
        }
    }

    @Test
    void aPushIsExactlyWhatWasGiven() {
        TestGateway gateway = start(builder -> builder);
        Guest web = alice(gateway);
        Guest phone = gateway.login("alice", "desktop", "d");
        String odd = "not JSON \u00e9 \"\\ \uD83D\uDE00";

        assertThat(gateway.server.sessions().pushToUser("alice", odd)).isEqualTo(2);
        assertThat(gateway.server.pushMessageToDevice("alice", "d", "desktop", "\"only you\""))
                .isTrue();
        assertThat(gateway.server.pushMessageToUser("nobody", "{}")).isFalse();

        for (Guest guest : List.of(web, phone)) {
            String frame = guest.connection().receive(Duration.ofSeconds(10)).orElseThrow();
            assertThat(frame).contains("\"cmd_id\":4001");
            assertThat(parse(frame).path("data").textValue()).isEqualTo(odd);
        }
        assertThat(phone.client().next(4001).data().textValue()).isEqualTo("only you");
        assertThat(web.client().takeAll()).isEmpty();
    }

    private static com.fasterxml.jackson.databind.JsonNode parse(String text) {
        try {
            return new com.fasterxml.jackson.databind.ObjectMapper().readTree(text);
        } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
            throw new AssertionError(text, e);
        }
    }

    private void internalError(MessageHandler handler) {
        internalError(custom(handler));
    }

    private void internalError(UnaryOperator<GatewayBuilder> custom) {
        try (TestGateway gateway = start(custom)) {
            Guest alice = alice(gateway);

            TestMessage reply = alice.request(CUSTOM, "{}");

            assertThat(reply.code()).isEqualTo(500);
            assertThat(reply.message()).isEqualTo("Internal Server Error");
            assertThat(reply.error()).isEqualTo("internal_error");
            assertThat(reply.envelope().toString()).doesNotContain("4711", "java.", "Exception");
            assertThat(alice.request(QUICK, "{}").code()).isEqualTo(200);
        }
        running = null;
    }

    private TestGateway start(UnaryOperator<GatewayBuilder> more) {
        running = TestGateway.start(builder -> more.apply(builder.handler(BLOCKING, (message, context) -> {
                    CompletableFuture<Reply> reply = new CompletableFuture<>();
                    begun.add(reply);
                    blocked.add(reply);
                    return reply.get();
                })
                .handler(HandlerDefinition.async("async", this::stage)
                        .command(ASYNC)
                        .build())
                .handler(QUICK, (message, context) -> Reply.ok())
                .handler(HandlerDefinition.async("concurrent", this::stage)
                        .command(CONCURRENT)
                        .concurrent()
                        .build())));
        return running;
    }

    private CompletableFuture<Reply> stage(
            io.mychat.gateway.spi.message.UnifiedMessage message,
            io.mychat.gateway.spi.message.MessageContext context) {
        CompletableFuture<Reply> stage = new CompletableFuture<>();
        begun.add(stage);
        stages.add(stage);
        return stage;
    }

    private static UnaryOperator<GatewayBuilder> custom(MessageHandler handler) {
        return builder -> builder.handler(CUSTOM, handler);
    }

    private static Guest alice(TestGateway gateway) {
        return gateway.login("alice", "web", "w");
    }

    private static CompletableFuture<Reply> next(BlockingQueue<CompletableFuture<Reply>> queue)
            throws InterruptedException {
        CompletableFuture<Reply> next = queue.poll(10, TimeUnit.SECONDS);
        assertThat(next).as("a handler that has started").isNotNull();
        return java.util.Objects.requireNonNull(next);
    }

    private static Reply fail(Throwable thrown) throws Exception {
        if (thrown instanceof Error error) {
            throw error;
        }
        throw (Exception) thrown;
    }

    @Test
    void aRefusalThatWaitedForItsTurnCountsItsWaiting() throws Exception {
        TestGateway gateway = start(builder -> builder);
        Guest alice = alice(gateway);
        alice.client().send(BLOCKING, "{}");
        CompletableFuture<Reply> handler = next(blocked);
        alice.client().sendRaw("nonsense");
        gateway.sockets.settle();
        gateway.advance(Duration.ofSeconds(2));

        handler.complete(Reply.ok());

        assertThat(alice.client().next(BLOCKING).code()).isEqualTo(200);
        assertThat(alice.client().next(0).code()).isEqualTo(400);
        assertThat(new String(
                                gateway.http
                                        .get("/api/system/metrics", Map.of("Accept", "text/plain"))
                                        .body(),
                                StandardCharsets.UTF_8)
                        .lines())
                .contains("mychat_message_answer_seconds_total 4");
    }
}
