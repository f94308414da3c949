package io.mychat.gateway.core.processor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.mychat.gateway.core.GatewayBuilder;
import io.mychat.gateway.core.config.ConfigFile;
import io.mychat.gateway.core.status.HealthReport;
import io.mychat.gateway.core.testing.TestCluster;
import io.mychat.gateway.core.testing.TestGateway;
import io.mychat.gateway.core.testing.TestGateway.Guest;
import io.mychat.gateway.spi.auth.AccountChange;
import io.mychat.gateway.spi.event.HealthIndicator.Status;
import io.mychat.gateway.spi.message.ErrorCode;
import io.mychat.gateway.spi.message.HandlerDefinition;
import io.mychat.gateway.spi.message.Reply;
import io.mychat.gateway.spi.message.RequestId;
import io.mychat.gateway.spi.message.UnifiedMessage;
import io.mychat.gateway.spi.session.Session;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A host's messages take the way of frames, and their replies go to the host. */
class HostMessagesTest {

    private static final Duration SOON = Duration.ofSeconds(10);
    private static final long LATER = 5001;

    private final List<TestGateway> gateways = new CopyOnWriteArrayList<>();
    private final List<CompletableFuture<Reply>> stages = new CopyOnWriteArrayList<>();
    private final List<UnifiedMessage> seen = new CopyOnWriteArrayList<>();

    @AfterEach
    void stop() {
        gateways.forEach(TestGateway::close);
    }

    private TestGateway start(UnaryOperator<GatewayBuilder> more) {
        TestGateway gateway = TestGateway.start(builder ->
                more.apply(builder.handler(HandlerDefinition.async("later", (message, context) -> {
                            seen.add(message);
                            CompletableFuture<Reply> stage = new CompletableFuture<>();
                            stages.add(stage);
                            return stage;
                        })
                        .command(LATER)
                        .build())));
        gateways.add(gateway);
        return gateway;
    }

    private static UnifiedMessage message(long cmdId, String data) {
        return new UnifiedMessage(cmdId, "nobody", "root", data, "admin", Instant.EPOCH, new RequestId("r", false));
    }

    private static Reply result(CompletionStage<Reply> stage) {
        return stage.toCompletableFuture().orTimeout(10, TimeUnit.SECONDS).join();
    }

    private static Session session(TestGateway gateway, String user) {
        return gateway.sessionsOf(user).get(0);
    }

    @Test
    void theReplyGoesToTheHostAndTheSessionIsTheClients() {
        List<Long> intercepted = new CopyOnWriteArrayList<>();
        TestGateway gateway = start(builder -> builder.interceptor((message, context, next) -> {
            intercepted.add(message.cmdId());
            return next.proceed(message);
        }));
        Guest alice = gateway.login("alice", "web", "a");
        Session session = session(gateway, "alice");

        CompletionStage<Reply> reply = gateway.server.process(session, message(LATER, "{\"a\":1}"));

        await().until(() -> stages.size() == 1);
        stages.get(0).complete(Reply.ok("{\"b\":2}"));
        assertThat(result(reply)).isEqualTo(Reply.ok("{\"b\":2}"));
        assertThat(seen)
                .containsExactly(new UnifiedMessage(
                        LATER,
                        session.id(),
                        "alice",
                        "{\"a\":1}",
                        "web",
                        gateway.time.now(),
                        new RequestId("r", false)));
        assertThat(intercepted).contains(LATER);
        assertThat(result(gateway.server.process(session, message(3001, "{}"))).code())
                .isEqualTo(ErrorCode.SUCCESS);
        Reply sent = result(gateway.server.process(session, message(2001, "{\"to_user\":\"bob\",\"content\":\"hi\"}")));
        assertThat(sent.data()).contains("\"status\":\"sent\"");
        assertThat(alice.client().takeAll()).isEmpty();
    }

    @Test
    void itComesAfterTheEarlierMessagesOfItsSession() {
        TestGateway gateway = start(builder -> builder);
        Guest alice = gateway.login("alice", "web", "a");
        String first = alice.client().send(LATER, "1");
        await().until(() -> stages.size() == 1);

        CompletionStage<Reply> second = gateway.server.process(session(gateway, "alice"), message(LATER, "2"));
        String third = alice.client().send(LATER, "3");
        for (int i = 0; i < 3; i++) {
            int begun = i + 1;
            await().until(() -> stages.size() == begun);
            stages.get(i).complete(Reply.ok());
        }

        assertThat(result(second)).isEqualTo(Reply.ok());
        assertThat(alice.client().reply(first).code()).isEqualTo(200);
        assertThat(alice.client().reply(third).code()).isEqualTo(200);
        assertThat(seen).extracting(UnifiedMessage::data).containsExactly("1", "2", "3");
    }

    @Test
    void theGateDecidesAsForTheClient() {
        TestGateway gateway =
                start(builder -> builder.handler(HandlerDefinition.blocking("secret", (message, context) -> Reply.ok())
                                .command(5002)
                                .role("admin")
                                .build())
                        .setting("security.user_messages_per_second", 1)
                        .setting("security.user_message_burst", 3));
        gateway.login("alice", "web", "a");
        Session session = session(gateway, "alice");

        assertThat(result(gateway.server.process(session, message(5002, "{}"))).code())
                .isEqualTo(ErrorCode.FORBIDDEN);
        assertThat(result(gateway.server.process(session, message(9999, "{}"))).code())
                .isEqualTo(ErrorCode.NOT_FOUND);
        assertThat(result(gateway.server.process(session, message(1001, "{}"))).data())
                .contains("already_logged_in");
        assertThat(result(gateway.server.process(session, message(9999, "{}"))).data())
                .contains("user_rate_exceeded");
    }

    @Test
    void itsRateIsApartFromTheClients() {
        TestGateway gateway = start(
                builder -> builder.setting("security.messages_per_second", 1).setting("security.message_burst", 2));
        Guest alice = gateway.login("alice", "web", "a");
        Session session = session(gateway, "alice");

        List<Reply> replies = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            replies.add(result(gateway.server.process(session, message(3001, "{}"))));
        }

        assertThat(replies)
                .filteredOn(reply -> reply.code() == ErrorCode.SUCCESS)
                .hasSizeLessThanOrEqualTo(2);
        assertThat(replies.get(199).data()).contains("rate_exceeded", "retry_after_ms");
        assertThat(alice.request(3001, "{}").code())
                .as("and the connection stays")
                .isEqualTo(200);
    }

    @Test
    void whatFindsNoPlaceInTheQueueIsRefused() {
        TestGateway gateway = start(builder -> builder.setting("processing.session_queue_messages", 2));
        gateway.login("alice", "web", "a");
        Session session = session(gateway, "alice");

        List<CompletionStage<Reply>> replies = new ArrayList<>();
        replies.add(gateway.server.process(session, message(LATER, "{}")));
        await().until(() -> stages.size() == 1); // it has the turn, and the others wait
        for (int i = 1; i < 4; i++) {
            replies.add(gateway.server.process(session, message(LATER, "{}")));
        }

        assertThat(result(replies.get(3)).data()).contains("overloaded");
        for (int i = 0; i < 3; i++) {
            int begun = i + 1;
            await().until(() -> stages.size() == begun);
            stages.get(i).complete(Reply.ok());
            assertThat(result(replies.get(i))).isEqualTo(Reply.ok());
        }
    }

    @Test
    void aMessageThatTakesTooLongIs503() {
        TestGateway gateway = start(builder -> builder);
        gateway.login("alice", "web", "a");
        CompletionStage<Reply> reply = gateway.server.process(session(gateway, "alice"), message(LATER, "{}"));
        await().until(() -> stages.size() == 1);

        gateway.advance(Duration.ofSeconds(5));

        assertThat(result(reply).data()).contains("\"timeout\"");
    }

    @Test
    void theEndOfTheSessionIsTheReplyToWhatWaits() {
        TestGateway gateway = start(builder -> builder);
        Guest alice = gateway.login("alice", "web", "a");
        Session session = session(gateway, "alice");
        CompletionStage<Reply> first = gateway.server.process(session, message(LATER, "1"));
        CompletionStage<Reply> second = gateway.server.process(session, message(LATER, "2"));
        await().until(() -> stages.size() == 1);

        alice.connection().vanish();
        await().until(() -> gateway.server.stats().connections().total() == 0);
        stages.get(0).complete(Reply.ok());

        assertThat(result(first)).isEqualTo(Reply.ok());
        assertThat(result(second).data()).contains("session_ended");
        await().until(() -> gateway.sessionsOf("alice").isEmpty());
        assertThat(result(gateway.server.process(session, message(3001, "{}"))).data())
                .contains("session_ended");
    }

    @Test
    void aStopAnswersWhatIsUnderWay() {
        TestGateway gateway = start(builder -> builder.setting("server.drain_seconds", 0));
        gateway.login("alice", "web", "a");
        Session session = session(gateway, "alice");
        CompletionStage<Reply> first = gateway.server.process(session, message(LATER, "1"));
        CompletionStage<Reply> second = gateway.server.process(session, message(LATER, "2"));
        await().until(() -> stages.size() == 1);

        assertThat(gateway.server.stopAsync()).succeedsWithin(Duration.ofSeconds(30));

        assertThat(result(first).code()).isEqualTo(ErrorCode.SERVICE_UNAVAILABLE);
        assertThat(result(second).code()).isIn(ErrorCode.SERVICE_UNAVAILABLE, ErrorCode.UNAUTHORIZED);
        assertThatThrownBy(() -> gateway.server.process(session, message(3001, "{}")))
                .isInstanceOf(IllegalStateException.class);
        assertThat(gateway.server.health()).isEqualTo(HealthReport.NOT_RUNNING);
    }

    @Test
    void aStopEndsWhatWaitsForAThreadOfTheHost() {
        TestGateway gateway =
                start(builder -> builder.setting("server.drain_seconds", 0).setting("processing.host_threads", 1));
        gateway.login("alice", "web", "a");
        Session session = session(gateway, "alice");
        CountDownLatch begun = new CountDownLatch(1);
        CompletionStage<Void> unused =
                gateway.server.process(session, message(LATER, "1")).thenAccept(first -> holdThread(begun));
        await().until(() -> stages.size() == 1);
        stages.get(0).complete(Reply.ok());
        await().until(() -> begun.getCount() == 0);
        CompletionStage<Reply> reply = gateway.server.process(session, message(3001, "{}"));
        CompletionStage<Long> count = gateway.server.sessions().onlineCountAsync();

        assertThat(gateway.server.stopAsync()).succeedsWithin(Duration.ofSeconds(30));

        assertThat(result(reply).code()).isIn(ErrorCode.SUCCESS, ErrorCode.SERVICE_UNAVAILABLE);
        if (Runtime.version().feature() < 21) {
            assertThat(count)
                    .failsWithin(SOON)
                    .withThrowableOfType(ExecutionException.class)
                    .withCauseInstanceOf(RejectedExecutionException.class);
        } else {
            assertThat(count).as("each call has a virtual thread").succeedsWithin(SOON);
        }
    }

    /** Like a host that blocks where it must not. */
    private static void holdThread(CountDownLatch begun) {
        begun.countDown();
        try {
            new CountDownLatch(1).await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void faultsOfTheArgumentsAreThrown() {
        try (TestCluster cluster = new TestCluster(event -> {})) {
            TestGateway one = cluster.node("one");
            TestGateway two = cluster.node("two");
            two.login("alice", "web", "a");
            Session session = session(two, "alice");

            assertThatThrownBy(() -> one.server.process(session, message(3001, "{}")))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("two");
            assertThatThrownBy(() -> two.server.process(session, message(LATER, "x".repeat(65_537))))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("server.max_message_bytes");
        }
    }

    @Test
    void healthAndStatsAreValues() {
        TestGateway gateway = start(builder -> builder);
        gateway.login("alice", "web", "a");
        gateway.connect();

        HealthReport health = gateway.server.health();

        assertThat(health.status()).isEqualTo(Status.HEALTHY);
        assertThat(health.ready()).isTrue();
        assertThat(health.components()).containsEntry("websocket_server", Status.HEALTHY);
        assertThat(gateway.server.stats().connections().total()).isEqualTo(2);
        assertThat(gateway.server.stats().connections().unauthenticated()).isEqualTo(1);
        assertThat(gateway.server.reloadAsync(ConfigFile.GATEWAY, "a test")).succeedsWithin(SOON);
        assertThat(gateway.server.accountChangedAsync("alice", AccountChange.REMOVED))
                .succeedsWithin(SOON)
                .isEqualTo(1);
    }
}
