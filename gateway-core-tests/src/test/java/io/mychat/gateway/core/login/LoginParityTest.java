package io.mychat.gateway.core.login;

import static io.mychat.gateway.core.testing.TestGateway.PASSWORD;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.mychat.gateway.core.http.ApiContract;
import io.mychat.gateway.core.testing.TestGateway;
import io.mychat.gateway.spi.event.GatewayEvent;
import io.mychat.gateway.spi.event.GatewayEvent.LoginFailed;
import io.mychat.gateway.spi.transport.HttpResponse;
import io.mychat.gateway.testkit.TestMessage;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** One decision stands behind the ways in: 1001 and the login over HTTP, 1002 and a bearer token. */
class LoginParityTest {

    private final List<GatewayEvent> events = new CopyOnWriteArrayList<>();
    private final TestGateway gateway = TestGateway.start(builder -> builder.listener(events::add));

    @AfterEach
    void stop() {
        gateway.close();
    }

    @ParameterizedTest
    @CsvSource({
        "wrong, web, 401, bad_credentials",
        PASSWORD + ", toaster, 400, unknown_platform",
        "wrong, toaster, 400, unknown_platform",
        PASSWORD + ", admin, 403, role_required",
        "wrong, admin, 401, bad_credentials",
    })
    void passwordLoginsAreRefusedAlike(String password, String platform, int code, String error) {
        TestMessage reply = gateway.connect()
                .raw("{\"cmd_id\":1001,\"platform\":\"" + platform
                        + "\",\"data\":{\"username\":\"alice\",\"password\":\"" + password + "\"}}");
        List<String> reported = failures();
        events.clear();
        HttpResponse response = gateway.http.post(
                "/api/auth/login",
                Map.of(),
                "{\"username\":\"alice\",\"password\":\"" + password + "\",\"platform\":\"" + platform + "\"}");

        JsonNode body = ApiContract.json(response);
        assertThat(reply.code()).isEqualTo(code).isEqualTo(response.status());
        assertThat(reply.data().path("error").textValue())
                .isEqualTo(error)
                .isEqualTo(body.path("error").textValue());
        assertThat(reply.data().path("detail")).isEqualTo(body.path("detail"));
        assertThat(failures()).isEqualTo(reported);
    }

    @Test
    void anUnknownPlatformIsNoFailedLogin() {
        passwordLoginsAreRefusedAlike("wrong", "toaster", 400, "unknown_platform");

        assertThat(failures()).isEmpty();
    }

    @Test
    void aMissingRoleNamesTheUser() {
        passwordLoginsAreRefusedAlike(PASSWORD, "admin", 403, "role_required");

        assertThat(failures()).containsExactly("alice role_required");
    }

    @Test
    void invalidTokensAreRefusedAlike() {
        TestMessage reply = gateway.connect().request(1002, "{\"token\":\"forged\"}");
        JsonNode body =
                ApiContract.json(gateway.http.get("/api/auth/verify", Map.of("Authorization", "Bearer forged")));

        assertThat(reply.data().path("valid").booleanValue()).isFalse();
        assertThat(reply.data().path("error")).isEqualTo(body.path("error"));
        assertThat(reply.data().path("detail")).isEqualTo(body.path("detail"));
        assertThat(body.path("valid").booleanValue()).isFalse();
    }

    private List<String> failures() {
        return events.stream()
                .filter(LoginFailed.class::isInstance)
                .map(LoginFailed.class::cast)
                .map(event -> event.username() + " " + event.error())
                .toList();
    }
}
