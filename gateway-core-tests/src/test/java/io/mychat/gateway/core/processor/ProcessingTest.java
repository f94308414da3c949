package io.mychat.gateway.core.processor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mychat.gateway.core.testing.TestGateway;
import io.mychat.gateway.core.testing.TestGateway.Guest;
import io.mychat.gateway.spi.message.HandlerDefinition;
import io.mychat.gateway.spi.message.Reply;
import io.mychat.gateway.spi.message.Sensitivity;
import io.mychat.gateway.testkit.TestMessage;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Order, bounds and rates of messages. */
class ProcessingTest extends ProcessingFixture {

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
        String odd = "[ \"\u00e9 \\\"\\\\ \uD83D\uDE00\", 1.50 ]";

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
                .contains(
                        "mychat_message_answer_seconds_sum{command=\"none\"} 2",
                        "mychat_message_answer_seconds_sum{command=\"" + BLOCKING + "\"} 2");
    }
}
