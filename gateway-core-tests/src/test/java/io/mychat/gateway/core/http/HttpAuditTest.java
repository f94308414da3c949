package io.mychat.gateway.core.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.fasterxml.jackson.databind.JsonNode;
import io.mychat.gateway.core.testing.TestGateway;
import io.mychat.gateway.spi.event.GatewayEvent;
import io.mychat.gateway.spi.event.GatewayEvent.Anomaly;
import io.mychat.gateway.spi.event.GatewayEvent.AnomalyDetected;
import io.mychat.gateway.spi.event.GatewayEvent.ApiCalled;
import io.mychat.gateway.spi.event.GatewayEvent.Credential;
import io.mychat.gateway.spi.event.GatewayEvent.CredentialRefused;
import io.mychat.gateway.spi.event.GatewayEvent.DeviceDropped;
import io.mychat.gateway.spi.event.GatewayEvent.LoggedOut;
import io.mychat.gateway.spi.event.GatewayEvent.LoginFailed;
import io.mychat.gateway.spi.event.GatewayEvent.TokensIssued;
import io.mychat.gateway.spi.event.GatewayEvent.TokensRefreshed;
import io.mychat.gateway.spi.session.DeviceKey;
import io.mychat.gateway.spi.transport.HttpRequest;
import io.mychat.gateway.spi.transport.HttpResponse;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Who is let in over HTTP and who is not, as listeners hear it, and how often somebody may be refused. */
class HttpAuditTest {

    private static final String REFRESH = "/api/auth/refresh";
    private static final String STATS = "/api/connections/stats";

    private final List<GatewayEvent> events = new CopyOnWriteArrayList<>();
    private final TestGateway gateway = TestGateway.start(builder -> builder.listener(events::add)
            .setting("security.failed_logins_per_minute.credentials", 12)
            .setting("auth.known_addresses_per_user", 4));

    @AfterEach
    void stop() {
        gateway.close();
    }

    @Test
    void loginsRefreshesAndLogoutsAreReported() {
        JsonNode login = login("alice");
        refresh(login);
        JsonNode again = ApiContract.json(refresh(login));
        gateway.http.post("/api/auth/logout", bearer(again), "");

        assertThat(of(TokensIssued.class)).singleElement().satisfies(event -> {
            assertThat(event.user().userId()).isEqualTo("alice");
            assertThat(event.ip()).isEqualTo("127.0.0.1");
        });
        assertThat(of(TokensRefreshed.class))
                .extracting(event -> event.firstIp().isPresent(), TokensRefreshed::isAnomaly)
                .containsExactly(tuple(false, false), tuple(true, false));
        assertThat(of(LoggedOut.class)).extracting(LoggedOut::userId).containsExactly("alice");
        assertThat(of(CredentialRefused.class)).isEmpty();
    }

    @Test
    void aRefreshTokenShownAgainFromAnotherAddressIsAnAnomaly() {
        JsonNode login = login("alice");
        refresh(login);
        byte[] body = ("{\"refresh_token\":\"" + login.path("refresh_token").textValue() + "\"}")
                .getBytes(StandardCharsets.UTF_8);

        HttpResponse again = gateway.http.call(new HttpRequest(
                "POST", REFRESH, Map.of(), Map.of(), body, false, new InetSocketAddress("203.0.113.7", 1)));

        assertThat(again.status()).isEqualTo(200);
        TokensRefreshed anomaly = of(TokensRefreshed.class).get(1);
        assertThat(anomaly.isAnomaly()).isTrue();
        assertThat(anomaly.firstIp()).contains("127.0.0.1");
        assertThat(anomaly.ip()).isEqualTo("203.0.113.7");
    }

    @Test
    void refusedCredentialsOfEveryKindAreReported() {
        JsonNode alice = login("alice");
        gateway.http.get(STATS, Map.of());
        gateway.http.get(STATS, bearer(alice));
        gateway.http.get(STATS, Map.of("Authorization", "Bearer forged"));
        gateway.http.get(STATS, Map.of("X-Api-Key", "guess"));
        gateway.http.post(REFRESH, Map.of(), "{\"refresh_token\":\"guess\"}");
        JsonNode root = login("root");
        gateway.http.post(
                "/api/auth/logout",
                bearer(root),
                "{\"refresh_token\":\"" + alice.path("refresh_token").textValue() + "\"}");
        refresh(alice);
        gateway.advance(Duration.ofSeconds(10));
        refresh(alice);
        gateway.http.post("/api/auth/login", Map.of(), body("alice", "wrong", "web"));
        gateway.http.post("/api/auth/login", Map.of(), body("alice", TestGateway.PASSWORD, "admin"));

        assertThat(of(CredentialRefused.class))
                .extracting(event ->
                        event.credential() + " " + event.status() + " " + event.error() + " " + event.request())
                .containsExactly(
                        Credential.NONE + " 401 token_required GET " + STATS,
                        Credential.ACCESS_TOKEN + " 403 role_required GET " + STATS,
                        Credential.ACCESS_TOKEN + " 401 token_malformed GET " + STATS,
                        Credential.API_KEY + " 401 api_key_invalid GET " + STATS,
                        Credential.REFRESH_TOKEN + " 401 refresh_invalid POST " + REFRESH,
                        Credential.ACCESS_TOKEN + " 403 token_mismatch POST /api/auth/logout",
                        Credential.REFRESH_TOKEN + " 401 refresh_reused POST " + REFRESH);
        assertThat(of(CredentialRefused.class).get(1).by()).startsWith("user alice");
        assertThat(of(AnomalyDetected.class)).singleElement().satisfies(anomaly -> {
            assertThat(anomaly.kind()).isEqualTo(Anomaly.TOKEN_REUSE);
            assertThat(anomaly.userId()).contains("alice");
        });
        assertThat(of(LoginFailed.class))
                .extracting(LoginFailed::error)
                .containsExactly("bad_credentials", "role_required");
        assertThat(events.toString())
                .doesNotContain(
                        "guess", "forged", "wrong", alice.path("refresh_token").textValue(), TestGateway.PASSWORD);
    }

    @Test
    void callsOfAdministratorsAreReportedAndThoseOfUsersAreNot() {
        JsonNode root = login("root");
        JsonNode alice = login("alice");
        gateway.http.get(STATS, bearer(root));
        gateway.http.post("/api/connections/kick", bearer(root), "{\"user_id\":\"\"}");
        gateway.http.get("/api/auth/verify", bearer(alice));
        gateway.http.get("/api/system/health", Map.of());
        gateway.http.get(STATS, bearer(alice));

        assertThat(of(ApiCalled.class))
                .extracting(ApiCalled::by, ApiCalled::request, ApiCalled::status)
                .containsExactly(
                        tuple("user root from 127.0.0.1", "GET " + STATS, 200),
                        tuple("user root from 127.0.0.1", "POST /api/connections/kick", 400));
    }

    @Test
    void aReadOfNumbersThatIsRepeatedHasOneLineAnHour() {
        Map<String, String> root = bearer(login("root"));
        for (int i = 0; i < 3; i++) {
            gateway.http.get(STATS, root);
            gateway.http.get("/api/connections/online", root);
            gateway.time.advance(Duration.ofMinutes(10));
        }
        gateway.time.advance(Duration.ofMinutes(31));
        gateway.http.get(STATS, bearer(login("root")));

        assertThat(of(ApiCalled.class))
                .extracting(ApiCalled::request)
                .containsExactly(
                        "GET " + STATS,
                        "GET /api/connections/online",
                        "GET /api/connections/online",
                        "GET /api/connections/online",
                        "GET " + STATS);
    }

    @Test
    void aLogoutAndADroppedDeviceOnASocketAreReported() {
        var phone = gateway.login("alice", "android", "p");
        var tablet = gateway.login("alice", "ios", "t");

        assertThat(tablet.request(1005, "{\"platform\":\"android\",\"device_id\":\"p\"}")
                        .code())
                .isEqualTo(200);
        assertThat(tablet.request(1003, "{}").code()).isEqualTo(200);

        assertThat(phone.client().closeCode()).isEqualTo(4410);
        assertThat(of(DeviceDropped.class)).singleElement().satisfies(drop -> {
            assertThat(drop.by().device().deviceId()).isEqualTo("t");
            assertThat(drop.device().deviceId()).isEqualTo("p");
            assertThat(drop.ended()).isEqualTo(1);
        });
        assertThat(of(LoggedOut.class)).singleElement().satisfies(logout -> {
            assertThat(logout.userId()).isEqualTo("alice");
            assertThat(logout.device()).map(DeviceKey::deviceId).contains("t");
        });
    }

    @Test
    void goodTokensThatDoNotSufficeOnASocketAreReported() {
        String alice = login("alice").path("token").textValue();
        String bob = login("bob").path("token").textValue();
        var stranger = gateway.connect();
        var bound = gateway.connect();
        assertThat(bound.request(1002, "{\"token\":\"" + bob + "\"}").code()).isEqualTo(200);

        assertThat(stranger.request(1002, "{\"token\":\"" + alice + "\",\"device_id\":\"another\"}")
                        .code())
                .isEqualTo(403);
        assertThat(bound.request(1002, "{\"token\":\"" + alice + "\"}").code()).isEqualTo(403);

        assertThat(of(LoginFailed.class))
                .extracting(LoginFailed::error)
                .containsExactly("token_mismatch", "token_mismatch");
    }

    @Test
    void refusedTokensAndKeysAreBoundedForAnAddressAndGoodOnesGoOn() {
        JsonNode alice = login("alice");
        for (int i = 0; i < 4; i++) {
            assertThat(gateway.http
                            .get("/api/auth/verify", Map.of("Authorization", "Bearer forged" + i))
                            .status())
                    .isEqualTo(401);
            assertThat(gateway.http.get(STATS, Map.of("X-Api-Key", "guess" + i)).status())
                    .isEqualTo(401);
            assertThat(gateway.http
                            .post(REFRESH, Map.of(), "{\"refresh_token\":\"guess" + i + "\"}")
                            .status())
                    .isEqualTo(401);
        }

        List<HttpResponse> refused = List.of(
                gateway.http.get("/api/auth/verify", Map.of("Authorization", "Bearer forged")),
                gateway.http.get(STATS, Map.of("X-Api-Key", "guess")),
                gateway.http.post(REFRESH, Map.of(), "{\"refresh_token\":\"guess\"}"));
        assertThat(refused).allSatisfy(response -> {
            assertThat(response.status()).isEqualTo(429);
            assertThat(ApiContract.json(response).path("error").textValue()).isEqualTo("too_many_failures");
            assertThat(ApiContract.json(response).path("retry_after_ms").longValue())
                    .isBetween(1L, 65_000L);
        });
        assertThat(gateway.connect().client().verify("forged").code()).isEqualTo(429);
        assertThat(gateway.http.get("/api/auth/verify", bearer(alice)).status()).isEqualTo(200);
        assertThat(refresh(alice).status()).isEqualTo(200);
        gateway.time.advance(Duration.ofSeconds(65));
        assertThat(gateway.http.get(STATS, Map.of("X-Api-Key", "guess")).status())
                .isEqualTo(401);
    }

    @Test
    void aNamedVictimWhoIsKnownLogsInWhateverOthersTry() {
        login("alice");
        for (int i = 0; i < 60; i++) {
            gateway.http.post("/api/auth/login", Map.of(), body("nobody" + i, "wrong", "web"));
        }
        HttpResponse stranger =
                gateway.http.post("/api/auth/login", Map.of(), body("bob", TestGateway.PASSWORD, "web"));
        assertThat(stranger.status()).isEqualTo(429);

        assertThat(gateway.http
                        .post("/api/auth/login", Map.of(), body("alice", TestGateway.PASSWORD, "web"))
                        .status())
                .isEqualTo(200);
    }

    private JsonNode login(String user) {
        return ApiContract.json(
                gateway.http.post("/api/auth/login", Map.of(), body(user, TestGateway.PASSWORD, "web")));
    }

    private static String body(String user, String password, String platform) {
        return "{\"username\":\"" + user + "\",\"password\":\"" + password + "\",\"platform\":\"" + platform + "\"}";
    }

    private HttpResponse refresh(JsonNode pair) {
        return gateway.http.post(
                REFRESH,
                Map.of(),
                "{\"refresh_token\":\"" + pair.path("refresh_token").textValue() + "\"}");
    }

    private static Map<String, String> bearer(JsonNode pair) {
        return Map.of("Authorization", "Bearer " + pair.path("token").textValue());
    }

    private <T> List<T> of(Class<T> type) {
        return events.stream()
                .flatMap(event -> type.isInstance(event) ? Stream.of(type.cast(event)) : Stream.empty())
                .toList();
    }
}
