package io.mychat.gateway.core.http;

import static io.mychat.gateway.core.testing.TestGateway.PASSWORD;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.mychat.gateway.core.testing.TestGateway;
import io.mychat.gateway.spi.transport.HttpRequest;
import io.mychat.gateway.spi.transport.HttpResponse;
import io.mychat.gateway.testkit.ConcurrentRun;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The HTTP API as far as it stands, protocol.md section 2. */
class HttpApiTest {

    private static final String LOGIN = "/api/auth/login";
    private static final String VERIFY = "/api/auth/verify";
    private static final String GOOD = "{\"username\":\"root\",\"password\":\"" + PASSWORD + "\",\"platform\":\"web\"}";
    private static final Map<String, String> NONE = Map.of();

    private final TestGateway gateway = TestGateway.start(builder -> builder.setting("server.max_body_bytes", 1000));

    @AfterEach
    void stop() {
        gateway.close();
    }

    @Test
    void aLoginGivesTokensAndTakesNoSeat() {
        HttpResponse response = gateway.http.post(LOGIN, NONE, GOOD);

        assertThat(response.status()).isEqualTo(200);
        assertThat(response.headers().get("Content-Type")).startsWith("application/json");
        JsonNode body = json(response);
        assertThat(body.path("token").textValue()).isNotEmpty();
        assertThat(body.path("refresh_token").textValue()).hasSizeGreaterThan(40);
        assertThat(body.path("token_type").textValue()).isEqualTo("Bearer");
        assertThat(body.path("expires_in").intValue()).isEqualTo(86_400);
        assertThat(body.path("device_id").textValue()).isNotEmpty();
        assertThat(body.at("/user_info/user_id").textValue()).isEqualTo("root");
        assertThat(body.at("/user_info/roles/0").textValue()).isEqualTo("admin");
        assertThat(gateway.sessionsOf("root")).isEmpty();
        assertThat(gateway.connect()
                        .client()
                        .verify(body.path("token").textValue())
                        .text("device_id"))
                .isEqualTo(body.path("device_id").textValue());
    }

    @Test
    void aRefreshTokenGivesANewPairAndItsReuseRevokesTheLogin() {
        JsonNode first = json(gateway.http.post(LOGIN, NONE, GOOD));
        TestGateway.Guest live = gateway.connect();
        assertThat(live.client().verify(first.path("token").textValue()).code()).isEqualTo(200);

        JsonNode second = json(refresh(first));
        assertThat(second.at("/user_info/user_id").textValue()).isEqualTo("root");
        assertThat(second.path("device_id")).isEqualTo(first.path("device_id"));
        JsonNode repeated = json(refresh(first));
        assertThat(repeated.path("refresh_token")).as("a lost answer").isEqualTo(second.path("refresh_token"));
        assertThat(repeated.path("token")).as("a fresh access token").isNotEqualTo(second.path("token"));
        assertThat(gateway.http.get(VERIFY, bearer(repeated)).status()).isEqualTo(200);
        JsonNode third = json(refresh(second));
        assertThat(json(refresh(first)).path("refresh_token")).isEqualTo(third.path("refresh_token"));
        gateway.advance(Duration.ofSeconds(10));

        error(refresh(second), 401, "refresh_reused");

        error(refresh(repeated), 401, "refresh_invalid");
        error(gateway.http.get(VERIFY, bearer(repeated)), 401, "token_revoked");
        assertThat(live.client().closeCode()).isEqualTo(4401);
        error(gateway.http.post("/api/auth/refresh", NONE, "{\"refresh_token\":\"guess\"}"), 401, "refresh_invalid");
        error(gateway.http.post("/api/auth/refresh", NONE, "{}"), 400, "bad_refresh_token");
    }

    @Test
    void aLogoutRevokesTheDevicesTokensAndEndsItsSession() {
        JsonNode login = json(gateway.http.post(LOGIN, NONE, GOOD));
        TestGateway.Guest live = gateway.connect();
        assertThat(live.client().verify(login.path("token").textValue()).code()).isEqualTo(200);

        HttpResponse response = gateway.http.post("/api/auth/logout", bearer(login), "");

        assertThat(response.status()).isEqualTo(200);
        assertThat(json(response).path("status").textValue()).isEqualTo("logged_out");
        assertThat(live.client().next(4003).text("reason")).isEqualTo("token_revoked");
        assertThat(live.client().closeCode()).isEqualTo(4401);
        error(gateway.http.get(VERIFY, bearer(login)), 401, "token_revoked");
        error(refresh(login), 401, "refresh_invalid");
        error(gateway.http.post("/api/auth/logout", NONE, ""), 401, "token_required");
    }

    @Test
    void aRefreshTokenShownAtLogoutEndsItsLoginToo() {
        JsonNode login = json(gateway.http.post(LOGIN, NONE, GOOD));
        JsonNode other = json(gateway.http.post(LOGIN, NONE, GOOD));
        assertThat(other.path("device_id")).isNotEqualTo(login.path("device_id"));
        TestGateway.Guest live = gateway.connect();
        assertThat(live.client().verify(other.path("token").textValue()).code()).isEqualTo(200);

        HttpResponse response = gateway.http.post(
                "/api/auth/logout",
                bearer(login),
                "{\"refresh_token\":\"" + other.path("refresh_token").textValue() + "\"}");

        assertThat(response.status()).isEqualTo(200);
        for (JsonNode ended : List.of(login, other)) {
            error(gateway.http.get(VERIFY, bearer(ended)), 401, "token_revoked");
            error(refresh(ended), 401, "refresh_invalid");
        }
        assertThat(live.client().closeCode()).isEqualTo(4401);
    }

    @Test
    void parallelRefreshesOfOneTokenGetTheSameSuccessor() {
        JsonNode login = json(gateway.http.post(LOGIN, NONE, GOOD));

        List<JsonNode> pairs = ConcurrentRun.run(8, i -> json(refresh(login)));

        assertThat(pairs)
                .extracting(pair -> pair.path("refresh_token"))
                .containsOnly(pairs.get(0).path("refresh_token"));
        assertThat(pairs).extracting(pair -> pair.path("token")).doesNotHaveDuplicates();
        gateway.advance(Duration.ofMinutes(1));
        assertThat(refresh(pairs.get(7)).status()).isEqualTo(200);
    }

    @Test
    void aLoginEndsAtItsLongestLifeHoweverOftenItIsRefreshed() {
        try (TestGateway brief =
                TestGateway.start(builder -> builder.setting("auth.refresh_family_max_seconds", 100))) {
            String token = json(brief.http.post(LOGIN, NONE, GOOD))
                    .path("refresh_token")
                    .textValue();
            brief.time.advance(Duration.ofSeconds(60));
            HttpResponse pair = brief.http.post("/api/auth/refresh", NONE, "{\"refresh_token\":\"" + token + "\"}");
            assertThat(pair.status()).isEqualTo(200);
            brief.time.advance(Duration.ofSeconds(40));

            String next = json(pair).path("refresh_token").textValue();
            error(
                    brief.http.post("/api/auth/refresh", NONE, "{\"refresh_token\":\"" + next + "\"}"),
                    401,
                    "refresh_invalid");
        }
    }

    @Test
    void aRefreshTokenThatNobodyKnowsDoesNotKeepFromLoggingOut() {
        JsonNode login = json(gateway.http.post(LOGIN, NONE, GOOD));

        HttpResponse response = gateway.http.post("/api/auth/logout", bearer(login), "{\"refresh_token\":\"guess\"}");

        assertThat(response.status()).isEqualTo(200);
        error(gateway.http.get(VERIFY, bearer(login)), 401, "token_revoked");
    }

    private HttpResponse refresh(JsonNode pair) {
        return gateway.http.post(
                "/api/auth/refresh",
                NONE,
                "{\"refresh_token\":\"" + pair.path("refresh_token").textValue() + "\"}");
    }

    private static Map<String, String> bearer(JsonNode pair) {
        return Map.of("Authorization", "Bearer " + pair.path("token").textValue());
    }

    @Test
    void loginsThatAreRefusedSayWhy() {
        error(gateway.http.post(LOGIN, NONE, GOOD.replace(PASSWORD, "wrong")), 401, "bad_credentials");
        error(gateway.http.post(LOGIN, NONE, GOOD.replace("\"web\"", "\"toaster\"")), 400, "unknown_platform");
        error(gateway.http.post(LOGIN, NONE, GOOD.replace("\"web\"", "\"W\"")), 400, "bad_platform");
        error(gateway.http.post(LOGIN, NONE, "{}"), 400, "bad_username");
        error(
                gateway.http.post(LOGIN, NONE, GOOD.replace("root", "alice").replace("\"web\"", "\"admin\"")),
                403,
                "role_required");
    }

    @Test
    void passwordsCannotBeGuessedQuickly() {
        for (int i = 0; i < 10; i++) {
            error(gateway.http.post(LOGIN, NONE, GOOD.replace(PASSWORD, "wrong")), 401, "bad_credentials");
        }

        HttpResponse response = gateway.http.post(LOGIN, NONE, GOOD);

        error(response, 429, "too_many_failed_logins");
        long wait = json(response).path("retry_after_ms").longValue();
        assertThat(wait).isBetween(1L, 65_000L);
        assertThat(response.headers()).containsEntry("Retry-After", Long.toString((wait + 999) / 1000));
        assertThat(gateway.connect()
                        .client()
                        .login("root", PASSWORD, "web", "w")
                        .code())
                .isEqualTo(429);
        gateway.time.advance(Duration.ofMillis(wait));
        assertThat(gateway.http.post(LOGIN, NONE, GOOD).status()).isEqualTo(200);
    }

    @Test
    void aTokenIsVerified() {
        String token = json(gateway.http.post(LOGIN, NONE, GOOD)).path("token").textValue();

        JsonNode body = json(gateway.http.get(VERIFY, Map.of("Authorization", "Bearer " + token)));

        assertThat(body.path("valid").booleanValue()).isTrue();
        assertThat(body.at("/user_info/user_id").textValue()).isEqualTo("root");
        assertThat(body.path("expires_at").textValue()).isEqualTo("2025-01-09T10:30:00.000Z");
    }

    @Test
    void aTokenThatIsNotGoodIs401WithValidFalse() {
        for (Map<String, String> headers : List.of(
                Map.of("Authorization", "Bearer forged"),
                NONE,
                Map.of("Authorization", "Basic eDp5"),
                Map.of("Authorization", "Bearer"))) {
            HttpResponse response = gateway.http.get(VERIFY, headers);
            assertThat(response.status()).isEqualTo(401);
            JsonNode body = json(response);
            assertThat(body.path("code").intValue()).isEqualTo(401);
            assertThat(body.path("valid").isBoolean()).isTrue();
            assertThat(body.path("valid").booleanValue()).isFalse();
        }
    }

    @Test
    void whatIsNotThereIs404AndAnotherMethodIs405WithAllow() {
        error(gateway.http.get("/api/nothing", NONE), 404, "not_found");
        error(gateway.http.get("/", NONE), 404, "not_found");

        HttpResponse get = gateway.http.get(LOGIN, NONE);
        error(get, 405, "method_not_allowed");
        assertThat(get.headers()).containsEntry("Allow", "OPTIONS, POST");
        HttpResponse post = gateway.http.post(VERIFY, NONE, "{}");
        error(post, 405, "method_not_allowed");
        assertThat(post.headers()).containsEntry("Allow", "GET, HEAD, OPTIONS");
    }

    @Test
    void bodiesAreChecked() {
        error(gateway.http.post(LOGIN, NONE, "x".repeat(1001)), 413, "body_too_large");
        error(gateway.http.post(LOGIN, Map.of("Content-Type", "text/plain"), GOOD), 415, "unsupported_media_type");
        assertThat(gateway.http
                        .post(LOGIN, Map.of("Content-Type", "Application/JSON; charset=utf-8"), GOOD)
                        .status())
                .isEqualTo(200);
        error(gateway.http.post(LOGIN, NONE, ""), 400, "bad_username");
        for (String body : new String[] {"x", "[]", "null", GOOD + "x", GOOD + "{}", GOOD.replace("}", ",}")}) {
            error(gateway.http.post(LOGIN, NONE, body), 400, "not_json");
        }
        byte[] wide = GOOD.getBytes(StandardCharsets.UTF_16LE);
        error(
                gateway.http.call(new HttpRequest(
                        "POST",
                        LOGIN,
                        Map.of(),
                        Map.of(),
                        wide,
                        false,
                        new InetSocketAddress(InetAddress.getLoopbackAddress(), 50_000))),
                400,
                "not_json");
    }

    @Test
    void healthIsToldToPeopleAndToOrchestrators() {
        gateway.time.advance(Duration.ofSeconds(90));

        JsonNode health = json(gateway.http.get("/api/system/health", NONE));

        assertThat(health.path("status").textValue()).isEqualTo("healthy");
        assertThat(health.path("timestamp").textValue()).isEqualTo("2025-01-08T10:31:30.000Z");
        assertThat(health.path("uptime_seconds").intValue()).isEqualTo(90);
        assertThat(health.at("/components/websocket_server").textValue()).isEqualTo("healthy");
        assertThat(gateway.http.get("/api/system/health/live", NONE).status()).isEqualTo(200);
        assertThat(gateway.http.get("/api/system/health/ready", NONE).status()).isEqualTo(200);
        gateway.sockets.close();
        assertThat(gateway.http.get("/api/system/health", NONE).status()).isEqualTo(503);
        assertThat(gateway.http.get("/api/system/health/ready", NONE).status()).isEqualTo(503);
        assertThat(gateway.http.get("/api/system/health/live", NONE).status()).isEqualTo(200);
    }

    private static void error(HttpResponse response, int status, String error) {
        assertThat(response.status()).isEqualTo(status);
        assertThat(response.headers().get("Content-Type")).startsWith("application/json");
        JsonNode body = json(response);
        assertThat(body.path("code").intValue()).isEqualTo(status);
        assertThat(body.path("message").textValue()).isNotEmpty();
        assertThat(body.path("error").textValue()).isEqualTo(error);
        assertThat(body.path("detail").textValue()).isNotEmpty();
    }

    private static JsonNode json(HttpResponse response) {
        String text = new String(response.body(), StandardCharsets.UTF_8);
        try {
            return new ObjectMapper().readTree(text);
        } catch (JsonProcessingException e) {
            throw new AssertionError(text, e);
        }
    }
}
