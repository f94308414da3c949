package io.mychat.gateway.core.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;

import com.fasterxml.jackson.databind.JsonNode;
import io.mychat.gateway.core.store.InMemoryTokenStore;
import io.mychat.gateway.core.testing.TestGateway;
import io.mychat.gateway.spi.StoreUnavailableException;
import io.mychat.gateway.spi.auth.TokenStore;
import io.mychat.gateway.spi.transport.HttpRequest;
import io.mychat.gateway.spi.transport.HttpResponse;
import io.mychat.gateway.testkit.ManualTime;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.mockito.Mockito;

/** Who may call the HTTP API, and from which pages. */
class HttpAccessTest {

    private static final Map<String, String> NONE = Map.of();
    private static final Map<String, String> BACKEND = Map.of("X-Api-Key", "backend key");
    private static final Map<String, String> OPERATOR = Map.of("X-Api-Key", "operator key");
    private static final String STATS = "/api/connections/stats";
    private static final String ONLINE = "/api/connections/online";
    private static final String PUSH = "/api/messages/push";
    private static final String MESSAGE = "{\"user_id\":\"alice\",\"message\":\"hi\"}";
    private static final String PAGE = "https://app.example.com";

    private final TokenStore tokens = Mockito.spy(new InMemoryTokenStore(new ManualTime()));
    private final TestGateway gateway = TestGateway.start(builder -> builder.tokenStore(tokens)
            .setting("security.allowed_origins", List.of(PAGE))
            .setting("security.api_keys", List.of(key("backend", List.of()), key("operator", List.of("admin")))));

    @AfterEach
    void stop() {
        gateway.close();
    }

    @ParameterizedTest
    @CsvSource({
        "GET, /api/auth/verify",
        "POST, /api/auth/logout",
        "GET, /api/connections/stats",
        "GET, /api/connections/online",
        "POST, /api/connections/kick",
        "POST, /api/messages/push",
        "POST, /api/messages/send"
    })
    void withoutCredentialsNothingIsToldAndNothingIsDone(String method, String path) {
        for (Map<String, String> headers :
                List.of(NONE, Map.of("Authorization", "Basic eDp5"), Map.of("Authorization", "Bearer"))) {
            HttpResponse response = gateway.http.call(request(method, path, headers, "{not even read"));
            error(response, 401, "token_required");
            assertThat(response.headers()).containsEntry("WWW-Authenticate", "Bearer realm=\"mychat-gateway\"");
        }
        HttpResponse forged =
                gateway.http.call(request(method, path, Map.of("Authorization", "Bearer forged"), "{not even read"));
        error(forged, 401, "token_malformed");
        assertThat(forged.headers())
                .containsEntry("WWW-Authenticate", "Bearer realm=\"mychat-gateway\", error=\"invalid_token\"");
    }

    /** All that the console of operators reads. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                STATS,
                ONLINE,
                ONLINE + "?user_id=alice",
                "/api/bans",
                "/api/system/alerts",
                "/api/system/audit",
                "/api/system/backends",
                "/api/system/config",
                "/api/system/trace?user=alice"
            })
    void whatIsForOperatorsIsReadByAdministratorsOnly(String path) {
        error(gateway.http.get(path, NONE), 401, "token_required");
        error(gateway.http.get(path, BACKEND), 403, "role_required");
        error(gateway.http.get(path, gateway.bearer("alice")), 403, "role_required");
        assertThat(gateway.http.get(path, OPERATOR).status()).isEqualTo(200);
        assertThat(gateway.http.get(path, gateway.bearer("root")).status()).isEqualTo(200);
    }

    @Test
    void whatAdministratorsMayOthersMayNot() {
        Map<String, String> alice = gateway.bearer("alice");
        Map<String, String> root = gateway.bearer("root");

        error(gateway.http.get(STATS, alice), 403, "role_required");
        error(gateway.http.get(ONLINE, alice), 403, "role_required");
        error(gateway.http.post("/api/connections/kick", alice, "{}"), 403, "role_required");
        error(gateway.http.post(PUSH, alice, MESSAGE), 403, "role_required");
        assertThat(gateway.http.get(STATS, root).status()).isEqualTo(200);
        assertThat(gateway.http.post(PUSH, root, MESSAGE).status()).isEqualTo(200);
    }

    @Test
    void anApiKeyMayPushAndOneWithTheRoleMayWhatAdministratorsMay() {
        assertThat(gateway.http.post(PUSH, BACKEND, MESSAGE).status()).isEqualTo(200);
        error(gateway.http.get(STATS, BACKEND), 403, "role_required");
        assertThat(gateway.http.get(STATS, OPERATOR).status()).isEqualTo(200);
        assertThat(gateway.http.post(PUSH, OPERATOR, MESSAGE).status()).isEqualTo(200);
    }

    @Test
    void metricsTakeAnApiKeyAsPrometheusSendsIt() {
        Map<String, String> bearer = Map.of("Authorization", "Bearer backend key");

        assertThat(gateway.http.get("/api/system/metrics", bearer).status()).isEqualTo(200);
        error(gateway.http.post(PUSH, bearer, MESSAGE), 401, "token_malformed");
        error(
                gateway.http.get("/api/system/metrics", Map.of("Authorization", "Bearer other key")),
                401,
                "token_malformed");
    }

    @ParameterizedTest
    @ValueSource(strings = {"backend", "backend key ", "BACKEND KEY", "", "schl\u00fcssel"})
    void anUnknownApiKeyIs401(String key) {
        error(gateway.http.post(PUSH, Map.of("X-Api-Key", key), MESSAGE), 401, "api_key_invalid");
    }

    @Test
    void theHashOfAnApiKeyIsNoKey() {
        error(gateway.http.post(PUSH, Map.of("X-Api-Key", sha256("backend key")), MESSAGE), 401, "api_key_invalid");
    }

    @Test
    void anApiKeyIsNoUser() {
        error(gateway.http.get("/api/auth/verify", OPERATOR), 401, "token_required");
    }

    @Test
    void aRevokedTokenIs401AndOneOfWhichNobodyKnowsIs503() {
        Map<String, String> root = gateway.bearer("root");
        Mockito.doThrow(new StoreUnavailableException("a test's outage"))
                .when(tokens)
                .isRevoked(any());

        HttpResponse unknown = gateway.http.get(STATS, root);
        error(unknown, 503, "store_unavailable");
        assertThat(ApiContract.json(unknown).path("retry_after_ms").longValue()).isPositive();
        assertThat(gateway.http.post(PUSH, BACKEND, MESSAGE).status())
                .as("no token, no question")
                .isEqualTo(200);

        Mockito.doCallRealMethod().when(tokens).isRevoked(any());
        tokens.revokeUser("root");
        error(gateway.http.get(STATS, root), 401, "token_revoked");
    }

    @ParameterizedTest
    @ValueSource(strings = {"limit=0", "limit=1001", "limit=-1", "limit=x", "limit=", "limit=1&limit=1", "limit=1.0"})
    void badQueryParametersAre400(String query) {
        error(gateway.http.get(ONLINE + "?" + query, OPERATOR), 400, "bad_limit");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "?limit=1000", "?limit=1", "?limit=007", "?unknown=x&unknown=y"})
    void unknownQueryParametersAreIgnored(String query) {
        assertThat(gateway.http.get(ONLINE + query, OPERATOR).status()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"nonsense", "", "%00", "a&cursor=b"})
    void aCursorThatNobodyGaveIs400(String cursor) {
        error(gateway.http.get(ONLINE + "?cursor=" + cursor, OPERATOR), 400, "bad_cursor");
    }

    @Test
    void headGoesWithGetAndOptionsNamesTheMethods() {
        assertThat(gateway.http
                        .call(request("HEAD", "/api/system/health", NONE, ""))
                        .status())
                .isEqualTo(200);
        error(gateway.http.call(request("HEAD", STATS, NONE, "")), 401, "token_required");
        error(gateway.http.call(request("HEAD", PUSH, BACKEND, "")), 405, "method_not_allowed");

        HttpResponse options = gateway.http.call(request("OPTIONS", PUSH, NONE, ""));
        assertThat(options.status()).isEqualTo(204);
        assertThat(options.body()).isEmpty();
        assertThat(options.headers()).containsEntry("Allow", "OPTIONS, POST");
        error(gateway.http.call(request("OPTIONS", "/api/nothing", NONE, "")), 404, "not_found");
        HttpResponse delete = gateway.http.call(request("DELETE", STATS, OPERATOR, ""));
        error(delete, 405, "method_not_allowed");
        assertThat(delete.headers()).containsEntry("Allow", "GET, HEAD, OPTIONS");
    }

    @ParameterizedTest
    @CsvSource({
        "Content-Type, text/plain",
        "Content-Type, application/json; charset=iso-8859-1",
        "Content-Type, application/jsonp",
        "Content-Encoding, gzip"
    })
    void whatIsNotPlainJsonIs415(String header, String value) {
        Map<String, String> headers = new TreeMap<>(BACKEND);
        headers.put(header, value);

        error(gateway.http.post(PUSH, headers, MESSAGE), 415, "unsupported_media_type");
    }

    @Test
    void aConfiguredOriginsPageMayAskAndReadTheAnswer() {
        HttpResponse preflight = gateway.http.call(request(
                "OPTIONS",
                PUSH,
                Map.of(
                        "Origin", PAGE,
                        "Access-Control-Request-Method", "POST",
                        "Access-Control-Request-Headers", "x-api-key,content-type"),
                ""));
        assertThat(preflight.status()).isEqualTo(204);
        assertThat(preflight.headers())
                .containsEntry("Access-Control-Allow-Origin", PAGE)
                .containsEntry("Access-Control-Allow-Methods", "OPTIONS, POST")
                .containsEntry(
                        "Access-Control-Allow-Headers",
                        "Authorization, Content-Type, Idempotency-Key, Last-Event-ID, X-Api-Key, X-Session-Key")
                .containsKey("Access-Control-Max-Age")
                .doesNotContainKey("Access-Control-Allow-Credentials");
        assertThat(preflight.headers().get("Vary")).startsWith("Origin");

        HttpResponse answer = gateway.http.get("/api/system/health", Map.of("Origin", PAGE));
        assertThat(answer.headers())
                .containsEntry("Access-Control-Allow-Origin", PAGE)
                .containsEntry("Vary", "Origin")
                .doesNotContainKey("Access-Control-Allow-Credentials");
        HttpResponse refused = gateway.http.get(STATS, Map.of("Origin", PAGE));
        error(refused, 401, "token_required");
        assertThat(refused.headers()).as("a page reads errors too").containsEntry("Access-Control-Allow-Origin", PAGE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://evil.example.com",
                "http://app.example.com",
                "https://app.example.com:8443",
                "https://app.example.com.evil.com",
                "null",
                "*",
                ""
            })
    void anotherPageGetsNoHeader(String origin) {
        for (String method : List.of("GET", "OPTIONS")) {
            HttpResponse answer = gateway.http.call(request(
                    method,
                    "/api/system/health",
                    Map.of("Origin", origin, "Access-Control-Request-Method", "GET"),
                    ""));
            assertThat(answer.headers().keySet()).noneMatch(name -> name.startsWith("Access-Control-"));
            assertThat(answer.headers().get("Vary"))
                    .as("a cache keeps them apart")
                    .startsWith("Origin");
        }
    }

    @Test
    void withoutConfiguredOriginsThereIsNoCorsAtAll() {
        try (TestGateway closed = TestGateway.start()) {
            HttpResponse answer = closed.http.get("/api/system/health", Map.of("Origin", PAGE));
            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.headers().keySet())
                    .noneMatch(name -> name.startsWith("Access-Control-") || name.equals("Vary"));
        }
    }

    private static Map<String, Object> key(String name, List<String> roles) {
        return Map.of("name", name, "sha256", sha256(name + " key"), "roles", roles);
    }

    private static String sha256(String text) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }

    private static HttpRequest request(String method, String path, Map<String, String> headers, String body) {
        Map<String, List<String>> all = new TreeMap<>();
        headers.forEach((name, value) -> all.put(name.toLowerCase(java.util.Locale.ROOT), List.of(value)));
        return new HttpRequest(
                method,
                path,
                Map.of(),
                all,
                body.getBytes(StandardCharsets.UTF_8),
                false,
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 50_000));
    }

    private static void error(HttpResponse response, int status, String error) {
        JsonNode body = ApiContract.json(response);
        assertThat(response.status()).as("%s", body).isEqualTo(status);
        assertThat(body.path("error").textValue()).isEqualTo(error);
    }
}
