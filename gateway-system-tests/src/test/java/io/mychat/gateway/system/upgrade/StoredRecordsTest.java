package io.mychat.gateway.system.upgrade;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.mychat.gateway.redis.testing.RedisProcess;
import io.mychat.gateway.spi.session.Session;
import io.mychat.gateway.test.LiveGateway;
import io.mychat.gateway.testkit.TestClient;
import io.mychat.gateway.testkit.TestHttpClient;
import io.mychat.gateway.testkit.TestMessage;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A gateway of this release on what one of the previous release has stored; see {@link StoredRecords}. */
class StoredRecordsTest {

    private static RedisProcess redis;
    private static LiveGateway gateway;
    private static JsonNode held;

    @BeforeAll
    static void restore() throws IOException {
        String file = System.getProperty("records.write", "");
        if (!file.isEmpty()) {
            StoredRecords.write(Path.of(file));
            Assumptions.abort("written; the next run reads it");
        }
        redis = RedisProcess.start();
        held = StoredRecords.restore(redis);
        gateway = StoredRecords.gateway(redis, "new");
    }

    @AfterAll
    static void stop() {
        if (gateway != null) {
            gateway.close();
        }
        if (redis != null) {
            redis.close();
        }
    }

    private static String held(String name) {
        return held.path(name).textValue();
    }

    @Test
    void tokensOfBothKindsAreAccepted() {
        assertThat(gateway.connect().verify(held("alice_token")).code()).isEqualTo(200);
        assertThat(refresh("bob_refresh_token").status()).isEqualTo(200);
        assertThat(refresh("dave_refresh_token").status()).isEqualTo(200);
    }

    private static TestHttpClient.Answer refresh(String name) {
        return gateway.http().post("/api/auth/refresh", "{\"refresh_token\":\"" + held(name) + "\"}");
    }

    @Test
    void whatWasRevokedStaysRevoked() {
        assertThat(gateway.connect().verify(held("revoked_token")).error()).isEqualTo("token_revoked");
        assertThat(refresh("used_refresh_token").status()).isEqualTo(401);
    }

    @Test
    void missedMessagesAreDeliveredAndRepeatedOnesAreKnown() {
        TestClient bob = gateway.connect();
        TestMessage login = bob.request(
                1002,
                "{\"token\":\"" + held("bob_token") + "\",\"resume\":{\"epoch\":\"" + held("epoch")
                        + "\",\"last_seq\":1}}");
        assertThat(login.code()).isEqualTo(200);
        assertThat(login.data().path("resume").path("gap").booleanValue()).isFalse();
        assertThat(bob.next(2003).text("message_id")).isEqualTo(held("message_two"));
        assertThat(bob.next(2003).text("message_id")).isEqualTo(held("message_三"));

        TestClient alice = gateway.login("alice", "ios", "i");
        TestMessage repeated =
                alice.request(2001, "{\"to_user\":\"bob\",\"content\":\"one\",\"client_msg_id\":\"c-one\"}");
        assertThat(repeated.text("message_id")).isEqualTo(held("message_one"));
        TestMessage next = alice.request(2001, "{\"to_user\":\"bob\",\"content\":\"four\"}");
        assertThat(next.data().path("chat_seq").longValue()).isEqualTo(4);
        assertThat(alice.request(2002, "{\"chat_id\":\"dm:alice:bob\"}").data().path("messages"))
                .extracting(message -> message.path("content").textValue())
                .containsExactly("one", "two", "三", "four");
    }

    @Test
    void bansAndPushKeysAreInEffect() {
        TestMessage mallory = gateway.connect().login("mallory", LiveGateway.PASSWORD, "web", "m");
        assertThat(mallory.error()).isEqualTo("banned");
        TestHttpClient root = gateway.http().withToken(held("root_token"));
        assertThat(root.get("/api/bans").body()).contains("\"reason\":\"spam\"");
        assertThat(root.withHeader("Idempotency-Key", "k-1")
                        .post("/api/messages/push", "{\"user_id\":\"bob\",\"message\":{\"say\":\"other\"}}")
                        .body())
                .as("the key of another push")
                .contains("idempotency_key_reused");
    }

    @Test
    void sessionsOfTheNodeThatIsGoneHoldNoSeat() {
        gateway.login("erin", "web", "e");
        TestClient alice = gateway.connect();
        assertThat(alice.login("alice", LiveGateway.PASSWORD, "web", "other").code())
                .isEqualTo(200);
        assertThat(gateway.server().sessions().sessionsOf("alice"))
                .extracting(Session::nodeId)
                .containsOnly("new");
    }
}
