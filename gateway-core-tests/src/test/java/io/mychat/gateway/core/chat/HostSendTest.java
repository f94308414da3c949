package io.mychat.gateway.core.chat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.mychat.gateway.core.http.ApiContract;
import io.mychat.gateway.core.testing.TestCluster;
import io.mychat.gateway.core.testing.TestGateway;
import io.mychat.gateway.core.testing.TestGateway.Guest;
import io.mychat.gateway.spi.StoreUnavailableException;
import io.mychat.gateway.spi.auth.UserDirectory;
import io.mychat.gateway.spi.chat.AppendOutcome;
import io.mychat.gateway.spi.chat.MessageStore;
import io.mychat.gateway.spi.chat.NewMessage;
import io.mychat.gateway.spi.chat.SendOutcome;
import io.mychat.gateway.spi.chat.SendRequest;
import io.mychat.gateway.spi.event.GatewayEvent;
import io.mychat.gateway.spi.transport.HttpResponse;
import io.mychat.gateway.testkit.chat.ForwardingMessageStore;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mockito.Mockito;

/** Hosts and back-ends send stored messages, in Java and by {@code POST /api/messages/send}. */
class HostSendTest {

    private static final String SEND = "/api/messages/send";

    private final List<GatewayEvent> events = new CopyOnWriteArrayList<>();
    private final TestCluster cluster = new TestCluster(events::add);
    private final TestGateway one = cluster.node("one");
    private final TestGateway two = cluster.node("two");
    private final Map<String, String> root = one.bearer("root");

    @AfterEach
    void stop() {
        cluster.close();
    }

    @Test
    void theGatewaysOwnMessageReachesEveryDevice() {
        Guest web = one.login("alice", "web", "a");
        Guest phone = two.login("alice", "ios", "p");

        JsonNode sent = ok(one.http.post(SEND, root, "{\"to_user\":\"alice\",\"content\":\"Welcome\"}"));

        assertThat(sent.path("chat_id").textValue()).isEqualTo("dm:alice:system");
        assertThat(sent.path("status").textValue()).isEqualTo("sent");
        for (Guest device : List.of(web, phone)) {
            JsonNode delivered = device.client().next(2003).data();
            assertThat(delivered.path("from_user").textValue()).isEqualTo("system");
            assertThat(delivered.path("content").textValue()).isEqualTo("Welcome");
            assertThat(delivered.path("message_id")).isEqualTo(sent.path("message_id"));
            assertThat(delivered.path("chat_seq").intValue()).isEqualTo(1);
        }
        assertThat(events)
                .filteredOn(GatewayEvent.MessageSent.class::isInstance)
                .singleElement()
                .satisfies(event -> {
                    GatewayEvent.MessageSent message = (GatewayEvent.MessageSent) event;
                    assertThat(message.by()).isEqualTo("user root from 127.0.0.1");
                    assertThat(message.fromUser()).isEqualTo("system");
                    assertThat(message.toString()).doesNotContain("Welcome");
                });
    }

    @Test
    void aMessageInAUsersNameReachesBothUsersAndIsInTheHistory() {
        Guest alice = one.login("alice", "web", "a");
        Guest bob = two.login("bob", "web", "b");

        ok(one.http.post(SEND, root, "{\"from_user\":\"bob\",\"to_user\":\"alice\",\"content\":\"hi\"}"));

        assertThat(alice.client().next(2003).data().path("from_user").textValue())
                .isEqualTo("bob");
        assertThat(bob.client().next(2003).data().path("to_user").textValue()).isEqualTo("alice");
        assertThat(alice.request(2002, "{\"chat_id\":\"dm:alice:bob\"}")
                        .data()
                        .at("/messages/0/content")
                        .textValue())
                .isEqualTo("hi");
    }

    @Test
    void whoIsOfflineFindsItAtTheNextResume() {
        Guest before = one.connect();
        String epoch = before.client()
                .login("alice", TestGateway.PASSWORD, "web", "a")
                .data()
                .at("/resume/epoch")
                .textValue();
        before.connection().close(1000);

        one.server.chats().send(SendRequest.fromSystem("alice", "later"));
        Guest after = one.connect();
        after.raw("{\"cmd_id\":1001,\"platform\":\"web\",\"data\":{\"username\":\"alice\",\"password\":\""
                + TestGateway.PASSWORD + "\",\"device_id\":\"a\",\"resume\":{\"epoch\":\"" + epoch
                + "\",\"last_seq\":0}}}");

        assertThat(after.client().next(2003).data().path("content").textValue()).isEqualTo("later");
    }

    @Test
    void theSameNameStoresOnceAndOtherContentIsRefused() {
        String body = "{\"to_user\":\"alice\",\"content\":\"%s\",\"client_msg_id\":\"welcome-1\"}";
        JsonNode first = ok(one.http.post(SEND, root, body.formatted("hi")));

        assertThat(ok(two.http.post(SEND, root, body.formatted("hi")))).isEqualTo(first);
        error(one.http.post(SEND, root, body.formatted("ho")), 400, "client_msg_id_reused");
        SendOutcome again =
                one.server.chats().send(SendRequest.fromSystem("alice", "hi").withClientMsgId("welcome-1"));
        assertThat(again).isInstanceOfSatisfying(SendOutcome.Sent.class, sent -> {
            assertThat(sent.repeated()).isTrue();
            assertThat(sent.message().messageId())
                    .isEqualTo(first.path("message_id").textValue());
        });
        assertThat(events)
                .filteredOn(GatewayEvent.MessageSent.class::isInstance)
                .hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({
        "'{\"content\":\"x\"}', bad_to_user",
        "'{\"to_user\":\"\",\"content\":\"x\"}', bad_to_user",
        "'{\"to_user\":7,\"content\":\"x\"}', bad_to_user",
        "'{\"to_user\":\"a\\u0001\",\"content\":\"x\"}', bad_to_user",
        "'{\"to_user\":\"alice\"}', bad_content",
        "'{\"to_user\":\"alice\",\"content\":\"\"}', bad_content",
        "'{\"to_user\":\"alice\",\"content\":{}}', bad_content",
        "'{\"to_user\":\"alice\",\"content\":\"x\",\"client_msg_id\":\"\"}', bad_client_msg_id",
        "'{\"to_user\":\"alice\",\"content\":\"x\",\"client_msg_id\":1}', bad_client_msg_id",
        "'{\"to_user\":\"alice\",\"content\":\"x\",\"from_user\":\"\"}', bad_from_user",
        "'{\"to_user\":\"alice\",\"content\":\"x\",\"from_user\":[]}', bad_from_user"
    })
    void aBadMessageIs400(String body, String error) {
        error(one.http.post(SEND, root, body), 400, error);
    }

    @Test
    void contentHasTheBoundThatClientsHave() {
        String body = "{\"to_user\":\"alice\",\"content\":\"%s\"}";

        ok(one.http.post(SEND, root, body.formatted("x".repeat(65_536))));
        error(one.http.post(SEND, root, body.formatted("\u00fc".repeat(32_769))), 413, "message_too_large");
        assertThat(one.server.chats().send(SendRequest.fromSystem("alice", "x".repeat(65_537))))
                .isEqualTo(new SendOutcome.TooLarge(65_536));
    }

    @Test
    void administratorsAndApiKeysMayAndOthersMayNot() {
        error(one.http.post(SEND, one.bearer("alice"), "{}"), 403, "role_required");
        error(one.http.post(SEND, Map.of(), "{}"), 401, "token_required");
        try (TestGateway gateway = TestGateway.start(builder -> builder.setting(
                "security.api_keys",
                List.of(Map.of(
                        "name",
                        "orders",
                        "sha256",
                        "2c70e12b7a0646f92279f427c7b38e7334d8e5389cff167a1dc30e73f826b683"))))) {
            ok(gateway.http.post(SEND, Map.of("X-Api-Key", "key"), "{\"to_user\":\"alice\",\"content\":\"x\"}"));
        }
    }

    @Test
    void unknownUsersAre404WhereTheUsersAreKnown() {
        UserDirectory users =
                userId -> userId.equals("ghost") ? Optional.empty() : Optional.of(TestGateway.user(userId));
        try (TestGateway gateway = TestGateway.start(builder -> builder.users(users))) {
            Map<String, String> admin = gateway.bearer("root");

            error(
                    gateway.http.post(SEND, admin, "{\"to_user\":\"ghost\",\"content\":\"x\"}"),
                    404,
                    "recipient_not_found");
            error(
                    gateway.http.post(SEND, admin, "{\"from_user\":\"ghost\",\"to_user\":\"alice\",\"content\":\"x\"}"),
                    404,
                    "sender_not_found");
            assertThat(gateway.server.chats().send(SendRequest.from("ghost", "alice", "x")))
                    .isEqualTo(new SendOutcome.UnknownSender());
            ok(gateway.http.post(SEND, admin, "{\"to_user\":\"alice\",\"content\":\"x\"}"));
        }
    }

    @Test
    void nobodyLogsInAsTheSystemAndNobodyWritesToIt() {
        Guest alice = one.login("alice", "web", "a");

        assertThat(one.connect()
                        .client()
                        .login("system", TestGateway.PASSWORD, "web", "s")
                        .error())
                .isEqualTo("reserved_user");
        assertThat(alice.request(2001, "{\"to_user\":\"system\",\"content\":\"x\"}")
                        .error())
                .isEqualTo("recipient_not_found");
        error(one.http.post(SEND, root, "{\"to_user\":\"system\",\"content\":\"x\"}"), 404, "recipient_not_found");
    }

    @Test
    void anOutageIs503AndAFailedStage() {
        MessageStore broken = new ForwardingMessageStore(Mockito.mock(MessageStore.class)) {
            @Override
            public AppendOutcome append(NewMessage message) {
                throw new StoreUnavailableException("a test's outage");
            }
        };
        try (TestGateway gateway = TestGateway.start(builder -> builder.messageStore(broken))) {
            error(
                    gateway.http.post(SEND, gateway.bearer("root"), "{\"to_user\":\"alice\",\"content\":\"x\"}"),
                    503,
                    "store_unavailable");
            assertThat(gateway.server.chats().sendAsync(SendRequest.fromSystem("alice", "x")))
                    .failsWithin(Duration.ofSeconds(10))
                    .withThrowableThat()
                    .withCauseInstanceOf(StoreUnavailableException.class);
        }
    }

    @Test
    void asynchronousCallsBeyondTheirBoundAreRejected() throws InterruptedException {
        CountDownLatch entered = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        UserDirectory slow = userId -> {
            entered.countDown();
            try {
                go.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            return Optional.of(TestGateway.user(userId));
        };
        try (TestGateway gateway =
                TestGateway.start(builder -> builder.users(slow).setting("processing.max_host_calls", 1))) {
            CompletionStage<SendOutcome> first = gateway.server.chats().sendAsync(SendRequest.fromSystem("alice", "1"));
            assertThat(entered.await(10, TimeUnit.SECONDS)).isTrue();

            assertThat(gateway.server.chats().sendAsync(SendRequest.fromSystem("alice", "2")))
                    .isCompletedExceptionally()
                    .failsWithin(Duration.ZERO)
                    .withThrowableThat()
                    .withCauseInstanceOf(RejectedExecutionException.class);

            go.countDown();
            assertThat(first).succeedsWithin(Duration.ofSeconds(10)).isInstanceOf(SendOutcome.Sent.class);
        }
    }

    @Test
    void aRequestOfTheHostChecksItself() {
        assertThatThrownBy(() -> SendRequest.from("", "bob", "x")).hasMessageContaining("fromUser");
        assertThatThrownBy(() -> SendRequest.from("alice", "a\u0000", "x")).hasMessageContaining("toUser");
        assertThatThrownBy(() -> SendRequest.from("alice", "bob", "")).hasMessageContaining("content");
        assertThatThrownBy(() -> SendRequest.from("alice", "bob", "x").withClientMsgId(""))
                .hasMessageContaining("clientMsgId");
    }

    private static JsonNode ok(HttpResponse response) {
        JsonNode body = ApiContract.json(response);
        assertThat(response.status()).as("%s", body).isEqualTo(200);
        return body;
    }

    private static void error(HttpResponse response, int status, String error) {
        JsonNode body = ApiContract.json(response);
        assertThat(response.status()).as("%s", body).isEqualTo(status);
        assertThat(body.path("error").textValue()).isEqualTo(error);
    }
}
