package io.mychat.gateway.core.login;

import static io.mychat.gateway.core.testing.TestGateway.PASSWORD;
import static io.mychat.gateway.core.testing.TestGateway.user;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.mychat.gateway.core.testing.TestGateway;
import io.mychat.gateway.core.testing.TestGateway.Guest;
import io.mychat.gateway.spi.auth.CredentialVerdict;
import io.mychat.gateway.spi.session.DeviceKey;
import io.mychat.gateway.spi.session.DeviceSelector;
import io.mychat.gateway.spi.session.LoginOutcome;
import io.mychat.gateway.spi.session.Session;
import io.mychat.gateway.spi.session.UserInfo;
import io.mychat.gateway.testkit.TestMessage;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** 1001 and 1002: who gets in. */
class LoginTest extends LoginFixture {

    @Test
    void aLoginIsToldAllThatItNeeds() {
        TestMessage reply = gateway.connect().client().login("root", PASSWORD, "web", "");

        assertThat(reply.code()).isEqualTo(200);
        assertThat(reply.text("token")).isNotEmpty();
        assertThat(reply.text("refresh_token")).hasSizeGreaterThan(40);
        assertThat(reply.data().path("expires_in").intValue()).isEqualTo(86_400);
        assertThat(reply.data().at("/user_info/user_id").textValue()).isEqualTo("root");
        assertThat(reply.data().at("/user_info/username").textValue()).isEqualTo("root");
        assertThat(reply.data().at("/user_info/roles/0").textValue()).isEqualTo("admin");
        Session session = gateway.sessionsOf("root").get(0);
        assertThat(reply.text("session_id")).isEqualTo(session.id());
        assertThat(reply.text("device_id")).isEqualTo(session.device().deviceId());
        assertThat(reply.data().at("/resume/from_seq").intValue()).isEqualTo(1);
        assertThat(reply.data().at("/resume/latest_seq").intValue()).isZero();
        assertThat(reply.data().at("/resume/gap").booleanValue()).isFalse();
        assertThat(reply.data().at("/resume/epoch").textValue()).isNotEmpty();
    }

    @Test
    void theTokenOfALoginNamesItsDevice() {
        Guest first = gateway.connect();
        TestMessage login = first.client().login("alice", PASSWORD, "web", "");

        TestMessage reply = gateway.connect().client().verify(login.text("token"));

        assertThat(reply.code()).isEqualTo(200);
        assertThat(reply.data().path("valid").booleanValue()).isTrue();
        assertThat(reply.text("device_id")).isEqualTo(login.text("device_id"));
        assertThat(reply.data().at("/user_info/user_id").textValue()).isEqualTo("alice");
        assertThat(reply.data().path("resume").isObject()).isTrue();
        assertThat(first.client().closeCode()).isEqualTo(4411);
    }

    @Test
    void namesAndRolesOfAnyTextComeBackAsTheyAre() {
        UserInfo user = new UserInfo("\"q\\ 李", "a\n\"b\u0001", Set.of("z\"", "a\\", "m"));
        String token = gateway.tokens.foreign(
                user, new DeviceKey("web", "w"), gateway.time.now().plusSeconds(60));

        JsonNode info = gateway.connect().client().verify(token).data().path("user_info");

        assertThat(info.path("user_id").textValue()).isEqualTo(user.userId());
        assertThat(info.path("username").textValue()).isEqualTo(user.username());
        assertThat(info.path("roles")).extracting(JsonNode::textValue).containsExactly("a\\", "m", "z\"");
    }

    @Test
    void aWrongPasswordIs401AndSaysNotWhatWasWrong() {
        TestMessage refused = gateway.connect().client().login("alice", "wrong", "web", "w");

        assertThat(refused.code()).isEqualTo(401);
        assertThat(refused.error()).isEqualTo("bad_credentials");
        assertThat(gateway.sessionsOf("alice")).isEmpty();
    }

    @Test
    void argumentsOfALoginAreChecked() {
        for (String data : new String[] {
            "[]",
            "x",
            "{}",
            "{\"username\":\"alice\"}",
            "{\"username\":\"alice\",\"password\":5}",
            "{\"username\":\"\",\"password\":\"x\"}",
            "{\"username\":\"alice\",\"password\":\"correct horse\",\"device_id\":\"with space\"}",
            "{\"username\":\"alice\",\"password\":\"correct horse\",\"device_id\":\"\"}",
            "{\"username\":\"alice\",\"password\":\"correct horse\",\"resume\":5}",
            "{\"username\":\"alice\",\"password\":\"correct horse\",\"resume\":{\"epoch\":\"e\"}}",
            "{\"username\":\"alice\",\"password\":\"correct horse\",\"resume\":{\"epoch\":\"e\",\"last_seq\":-1}}"
        }) {
            TestMessage refused = send(gateway.connect(), 1001, "web", data);
            assertThat(refused.code()).as(data).isEqualTo(400);
            assertThat(refused.error()).as(data).startsWith("bad_");
        }
        String good = "{\"username\":\"alice\",\"password\":\"correct horse\"}";
        assertThat(send(gateway.connect(), 1001, "", good).error()).isEqualTo("bad_platform");
        assertThat(send(gateway.connect(), 1001, "Web!", good).error()).isEqualTo("bad_platform");
        TestMessage unknown = send(gateway.connect(), 1001, "toaster", good);
        assertThat(unknown.code()).isEqualTo(400);
        assertThat(unknown.error()).isEqualTo("unknown_platform");
        assertThat(gateway.sessionsOf("alice")).isEmpty();
    }

    @Test
    void aSecondLoginOnTheSameConnectionIs400() {
        Guest alice = gateway.login("alice", "web", "w");

        TestMessage refused = alice.client().login("bob", PASSWORD, "web", "w");

        assertThat(refused.code()).isEqualTo(400);
        assertThat(refused.error()).isEqualTo("already_logged_in");
        assertThat(gateway.sessionsOf("bob")).isEmpty();
        assertThat(alice.request(3001, "{}").code()).isEqualTo(200);
    }

    @Test
    void anInvalidTokenIs401AndSaysValidFalse() {
        String expired = gateway.tokens.foreign(user("alice"), null, gateway.time.now());

        for (String token : new String[] {"forged", expired}) {
            TestMessage refused = gateway.connect().client().verify(token);
            assertThat(refused.code()).isEqualTo(401);
            assertThat(refused.data().path("valid").booleanValue()).isFalse();
            assertThat(refused.data().path("valid").isBoolean()).isTrue();
            assertThat(refused.error()).isNotEmpty();
        }
        assertThat(gateway.connect().request(1002, "{}").code()).isEqualTo(400);
    }

    @Test
    void aTokenOfAnotherDeviceOrPlatformIs403() {
        String token = foreign("alice", new DeviceKey("web", "w"));

        assertThat(verify("ios", token, "w").code()).isEqualTo(403);
        assertThat(verify("web", token, "other").code()).isEqualTo(403);
        assertThat(gateway.sessionsOf("alice")).isEmpty();
        assertThat(verify("", token, null).code()).isEqualTo(200);
        assertThat(verify("web", token, "w").code()).isEqualTo(200);
    }

    @Test
    void aTokenWithoutADeviceNeedsAPlatform() {
        String token = foreign("alice", null);

        assertThat(verify("", token, "w").code()).isEqualTo(400);
        assertThat(verify("toaster", token, "w").code()).isEqualTo(400);
        TestMessage reply = verify("ios", token, null);
        assertThat(reply.code()).isEqualTo(200);
        assertThat(gateway.sessionsOf("alice").get(0).device())
                .isEqualTo(new DeviceKey("ios", reply.text("device_id")));
    }

    @Test
    void aBoundConnectionTakesOnlyItsOwnDevicesTokens() {
        Guest alice = gateway.login("alice", "web", "w");

        assertThat(alice.client()
                        .verify(foreign("bob", new DeviceKey("web", "w")))
                        .code())
                .isEqualTo(403);
        assertThat(alice.client().verify(foreign("bob", null)).code()).isEqualTo(403);
        assertThat(alice.client()
                        .verify(foreign("alice", new DeviceKey("web", "x")))
                        .code())
                .isEqualTo(403);
        assertThat(alice.client()
                        .verify(foreign("alice", new DeviceKey("ios", "w")))
                        .code())
                .isEqualTo(403);
        String token = foreign("alice", new DeviceKey("web", "w"));
        assertThat(alice.request(1002, "{\"token\":\"" + token + "\",\"device_id\":\"x\"}")
                        .code())
                .isEqualTo(403);
        assertThat(alice.client().verify("forged").code()).isEqualTo(401);
        assertThat(alice.client().verify(token).code()).isEqualTo(200);
        assertThat(gateway.sessionsOf("alice")).hasSize(1);
    }

    @Test
    void thePlatformForAdminsAsksForTheRole() {
        TestMessage refused = gateway.connect().client().login("alice", PASSWORD, "admin", "x");

        assertThat(refused.code()).isEqualTo(403);
        assertThat(refused.error()).isEqualTo("role_required");
        assertThat(verify("admin", foreign("alice", null), "x").code()).isEqualTo(403);
        assertThat(gateway.sessionsOf("alice")).isEmpty();
        Guest root = gateway.login("root", "admin", "x");
        assertThat(root.request(3001, "{}").code()).isEqualTo(200);
    }

    @Test
    void aSensitiveCommandOfALostSessionIs401AndCloses() {
        var store = new io.mychat.gateway.core.store.InMemorySessionStore(gateway.time);
        try (TestGateway other = TestGateway.start(builder -> builder.sessionStore(store))) {
            Guest alice = other.login("alice", "web", "w");
            store.removeDevices("alice", DeviceSelector.all(), LoginOutcome.Cause.KICKED);
            assertThat(alice.request(3001, "{}").code()).isEqualTo(200);

            assertThat(alice.request(1003, "{}").code()).isEqualTo(401);

            assertThat(alice.client().closeCode()).isEqualTo(4401);
        }
    }

    @Test
    void onThePlatformForAdminsEveryCommandIsSensitive() {
        var store = new io.mychat.gateway.core.store.InMemorySessionStore(gateway.time);
        try (TestGateway other = TestGateway.start(builder -> builder.sessionStore(store))) {
            Guest root = other.login("root", "admin", "a");
            store.removeDevices("root", DeviceSelector.all(), LoginOutcome.Cause.KICKED);

            assertThat(root.request(3001, "{}").code()).isEqualTo(401);
            assertThat(root.client().closeCode()).isEqualTo(4401);
        }
    }

    @Test
    void tooManyFailuresAre429WithAWaitAndSuccessesDoNotCount() {
        for (int i = 0; i < 30; i++) {
            gateway.login("alice", "web", "w" + i);
        }
        for (int i = 0; i < 10; i++) {
            gateway.connect().client().login("alice", "wrong", "web", "w");
        }

        TestMessage refused = gateway.connect().client().login("alice", PASSWORD, "web", "w");

        assertThat(refused.code()).isEqualTo(429);
        assertThat(refused.data().path("retry_after_ms").longValue()).isBetween(1L, 65_000L);
        gateway.login("bob", "web", "w");
        gateway.advance(Duration.ofMillis(refused.data().path("retry_after_ms").longValue()));
        gateway.login("alice", "web", "w");
    }

    @Test
    void whenTooManyPasswordsAreCheckedALoginIs503() {
        try (TestGateway busy = TestGateway.start(builder ->
                builder.credentials((username, password) -> new CredentialVerdict.Busy(Duration.ofMillis(1500))))) {
            TestMessage refused = busy.connect().client().login("alice", PASSWORD, "web", "w");

            assertThat(refused.code()).isEqualTo(503);
            assertThat(refused.data().path("retry_after_ms").longValue()).isEqualTo(1500);
        }
    }
}
