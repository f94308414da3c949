package io.mychat.gateway.core.security;

import static org.assertj.core.api.Assertions.assertThat;

import io.mychat.gateway.core.GatewayBuilder;
import io.mychat.gateway.core.testing.TestGateway;
import io.mychat.gateway.core.testing.TestGateway.Guest;
import io.mychat.gateway.testkit.TestMessage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a user may send over all sessions together (protocol.md 1.5). */
class UserQuotaTest {

    private TestGateway gateway = TestGateway.start();

    @AfterEach
    void stop() {
        gateway.close();
    }

    private void start(UnaryOperator<GatewayBuilder> more) {
        gateway.close();
        gateway = TestGateway.start(more);
    }

    /** Sends to oneself from each session in turn, and says how often it was allowed. */
    private static int sent(List<Guest> sessions, int messages) {
        List<String> ids = new ArrayList<>();
        int ok = 0;
        for (int i = 0; i < messages; i++) {
            Guest session = sessions.get(i % sessions.size());
            ids.add(session.client().send(2001, "{\"to_user\":\"alice\",\"content\":\"x\"}"));
        }
        for (int i = 0; i < messages; i++) {
            TestMessage reply = sessions.get(i % sessions.size()).client().reply(ids.get(i));
            ok += reply.code() == 200 ? 1 : 0;
            assertThat(reply.code()).isIn(200, 429);
        }
        return ok;
    }

    private List<Guest> login(int sessions) {
        List<Guest> guests = new ArrayList<>();
        for (int i = 0; i < sessions; i++) {
            guests.add(gateway.login("alice", List.of("android", "ios", "web").get(i % 3), "d" + i));
        }
        return guests;
    }

    @Test
    void sessionsOfOneUserShareTheUsersRate() {
        start(builder ->
                builder.setting("security.user_messages_per_second", 10).setting("security.user_message_burst", 20));
        List<Guest> sessions = login(3);
        Guest bob = gateway.login("bob", "web", "w");

        assertThat(sent(sessions, 60)).isEqualTo(20);

        TestMessage refused = sessions.get(0).request(2001, "{\"to_user\":\"bob\",\"content\":\"x\"}");
        assertThat(refused.code()).isEqualTo(429);
        assertThat(refused.error()).isEqualTo("user_rate_exceeded");
        assertThat(refused.data().path("retry_after_ms").longValue()).isEqualTo(100);
        assertThat(bob.request(2001, "{\"to_user\":\"alice\",\"content\":\"x\"}")
                        .code())
                .isEqualTo(200);
        gateway.advance(Duration.ofMillis(100));
        assertThat(sessions.get(2)
                        .request(2001, "{\"to_user\":\"bob\",\"content\":\"x\"}")
                        .code())
                .isEqualTo(200);
    }

    @Test
    void bytesOfAllSessionsAreCountedTogether() {
        start(builder ->
                builder.setting("security.user_bytes_per_second", 1000).setting("security.user_byte_burst", 20_000));
        List<Guest> sessions = login(3);
        String large = "{\"to_user\":\"bob\",\"content\":\"" + "x".repeat(9000) + "\"}";
        assertThat(sessions.get(0).request(2001, large).code()).isEqualTo(200);
        assertThat(sessions.get(1).request(2001, large).code()).isEqualTo(200);

        TestMessage refused = sessions.get(2).request(2001, large);

        assertThat(refused.code()).isEqualTo(429);
        assertThat(refused.data().path("retry_after_ms").longValue()).isBetween(5000L, 10_000L);
        assertThat(sessions.get(2)
                        .request(2001, "{\"to_user\":\"bob\",\"content\":\"x\"}")
                        .code())
                .isEqualTo(200);
    }

    @Test
    void heartbeatsAndAcknowledgementsAreFreeAndEverythingElseIsNot() {
        start(builder ->
                builder.setting("security.user_messages_per_second", 1).setting("security.user_message_burst", 4));
        Guest alice = gateway.login("alice", "web", "w");
        for (int i = 0; i < 50; i++) {
            assertThat(alice.request(3001, "{}").code()).isEqualTo(200);
            assertThat(alice.request(2004, "{\"inbox_seq\":0}").code()).isEqualTo(200);
        }

        assertThat(alice.request(1004, "{}").code()).isEqualTo(200);
        assertThat(alice.request(7777, "{}").code()).as("unknown").isEqualTo(404);
        assertThat(alice.raw("nonsense").code()).as("malformed").isEqualTo(400);
        assertThat(alice.raw("{\"cmd_id\":2001,\"data\":[]}").code())
                .as("invalid")
                .isEqualTo(400);

        assertThat(alice.request(1004, "{}").code()).isEqualTo(429);
        assertThat(alice.raw("nonsense").code()).isEqualTo(429);
        assertThat(alice.raw("{\"cmd_id\":2001,\"data\":[]}").code()).isEqualTo(429);
        assertThat(alice.request(3001, "{}").code()).isEqualTo(200);
    }

    @Test
    void onlyASessionsOwnRefusalsCloseIt() {
        start(builder -> builder.setting("security.user_messages_per_second", 1)
                .setting("security.user_message_burst", 1)
                .setting("security.rate_refusals_before_close", 10)
                .setting("security.messages_per_second", 1000)
                .setting("security.message_burst", 1000));
        List<Guest> sessions = login(2);

        assertThat(sent(sessions, 400)).isEqualTo(1);

        assertThat(sessions).allMatch(session -> session.connection().isOpen());
    }

    @Test
    void tenMalformedMessagesCloseAlsoWhenTheUserIsOverTheRate() {
        start(builder ->
                builder.setting("security.user_messages_per_second", 1).setting("security.user_message_burst", 1));
        Guest alice = gateway.login("alice", "web", "w");
        for (int i = 0; i < 10; i++) {
            alice.client().sendRaw("nonsense");
        }

        assertThat(alice.client().closeCode()).isEqualTo(1008);
    }

    @Test
    void reconnectingRefillsNothing() {
        start(builder ->
                builder.setting("security.user_messages_per_second", 10).setting("security.user_message_burst", 20));
        Guest first = gateway.login("alice", "web", "w");
        assertThat(sent(List.of(first), 30)).isEqualTo(20);
        first.connection().close(1000);
        gateway.advance(Duration.ofMillis(500));

        Guest second = gateway.login("alice", "web", "w");

        assertThat(sent(List.of(second), 30)).isEqualTo(5);
    }

    @Test
    void whatIsSentBehindALoginCountsToo() {
        start(builder ->
                builder.setting("security.user_messages_per_second", 1).setting("security.user_message_burst", 3));
        Guest alice = gateway.connect();
        alice.client()
                .sendRaw("{\"cmd_id\":1001,\"platform\":\"web\",\"data\":{\"username\":\"alice\",\"password\":\""
                        + TestGateway.PASSWORD + "\"}}");
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            ids.add(alice.client().send(1004, "{}"));
        }

        assertThat(ids.stream()
                        .filter(id -> alice.client().reply(id).code() == 200)
                        .count())
                .isEqualTo(3);
    }

    @Test
    void aRoleMayHaveLimitsOfItsOwn() {
        start(builder -> builder.setting("security.user_messages_per_second", 1)
                .setting("security.user_message_burst", 1)
                .setting("security.message_burst", 5)
                .setting(
                        "security.limits_by_role",
                        Map.of("admin", Map.of("user_messages_per_second", 0, "message_burst", 50))));
        Guest root = gateway.login("root", "web", "w");
        Guest alice = gateway.login("alice", "web", "w");

        assertThat(sent(List.of(root), 45)).isEqualTo(45);
        assertThat(sent(List.of(alice), 5)).isEqualTo(1);
    }
}
