package io.mychat.gateway.example.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import io.mychat.gateway.auth.PasswordHasher;
import io.mychat.gateway.auth.UserAccounts;
import io.mychat.gateway.test.LiveGateway;
import io.mychat.gateway.testkit.TestClient;
import io.mychat.gateway.testkit.transport.RawClient;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The HTTP API through real sockets: what only the wire shows. */
class HttpApiTest {

    private static final String PASSWORD = "correct horse battery staple";
    private static final String KEY = "key of the orders service";
    private static final String KEY_SHA256 = "1e6477a046b4c6d5aeeca63035be5debf2239213b0e7af882dfaa7dab159a6d0";
    private static final String PAGE = "https://app.example.com";
    private static final Pattern LENGTH = Pattern.compile("(?i)content-length: (\\d+)");

    private static LiveGateway gateway;

    private record Answer(String head, String body) {}

    @BeforeAll
    static void start() throws Exception {
        UserAccounts accounts = UserAccounts.builder()
                .add("alice", "alice", new PasswordHasher().hash(PASSWORD), Set.of())
                .build();
        gateway = LiveGateway.start(LiveGateway.withDefaults()
                .setting("server.max_body_bytes", 1000)
                .setting("security.allowed_origins", List.of(PAGE))
                .setting("security.api_keys", List.of(Map.of("name", "orders", "sha256", KEY_SHA256)))
                .credentials(accounts.passwordVerifier())
                .users(accounts));
    }

    @AfterAll
    static void stop() {
        gateway.close();
    }

    @Test
    void aBackEndReachesWhoIsLoggedInOnceForEachKey() throws IOException {
        try (TestClient alice = gateway.connect()) {
            assertThat(alice.login("alice", PASSWORD, "web", "").code()).isEqualTo(200);
            String head = "POST /api/messages/push HTTP/1.1\nX-Api-Key: " + KEY
                    + "\nIdempotency-Key: k-1\nContent-Type: application/json";
            String body = "{\"user_id\":\"alice\",\"message\":{\"order\":4711}}";

            assertThat(call(head, body).body()).isEqualTo("{\"delivered\":1}");
            assertThat(call(head, body).body()).isEqualTo("{\"delivered\":1}");

            assertThat(alice.next(4001).envelope().path("data").textValue()).isEqualTo("{\"order\":4711}");
            assertThat(alice.request(3001, "{}").code()).isEqualTo(200);
            assertThat(alice.takeAll()).isEmpty();
        }
    }

    @Test
    void headHasTheHeadersOfGetAndNoBody() throws IOException {
        try (RawClient client = RawClient.connect(gateway.server().httpAddress())) {
            client.write("HEAD /api/openapi.json HTTP/1.1\r\nHost: h\r\n\r\n");
            String head = client.readHead();
            assertThat(head).startsWith("HTTP/1.1 200 ").contains("Content-Type: application/json");
            client.write("GET /api/system/health/live HTTP/1.1\r\nHost: h\r\n\r\n");
            assertThat(client.readHead()).as("nothing lies between").startsWith("HTTP/1.1 200 ");
        }
    }

    @Test
    void optionsNamesTheMethodsWithoutABody() throws IOException {
        Answer answer = call("OPTIONS /api/connections/kick HTTP/1.1", "");

        assertThat(answer.head())
                .startsWith("HTTP/1.1 204 ")
                .contains("Allow: OPTIONS, POST\r\n")
                .doesNotContainIgnoringCase("content-length")
                .doesNotContain("Access-Control-Allow-");
    }

    @Test
    void aConfiguredPageMayAskBeforeItCalls() throws IOException {
        String head = "OPTIONS /api/messages/push HTTP/1.1\nAccess-Control-Request-Method: POST\nOrigin: ";

        assertThat(call(head + PAGE, "").head())
                .startsWith("HTTP/1.1 204 ")
                .contains("Access-Control-Allow-Origin: " + PAGE + "\r\n", "Vary: Origin");
        assertThat(call(head + "https://evil.example.com", "").head())
                .startsWith("HTTP/1.1 204 ")
                .contains("Vary: Origin")
                .doesNotContain("Access-Control-Allow-");
    }

    @Test
    void whatIsRefusedIsRefusedInTheUniformShape() throws IOException {
        Answer method = call("DELETE /api/system/health HTTP/1.1", "");
        assertThat(method.head()).startsWith("HTTP/1.1 405 ").contains("Allow: GET, HEAD, OPTIONS\r\n");
        assertThat(method.body()).startsWith("{\"code\":405,\"message\":\"Method Not Allowed\",\"error\":");
        Answer large = call("POST /api/auth/login HTTP/1.1\nContent-Type: application/json", "x".repeat(1001));
        assertThat(large.head()).startsWith("HTTP/1.1 413 ");
        assertThat(large.body()).contains("\"error\":\"body_too_large\"");
        Answer type = call("POST /api/auth/login HTTP/1.1\nContent-Type: text/plain", "x");
        assertThat(type.head()).startsWith("HTTP/1.1 415 ");
        assertThat(type.body()).contains("\"error\":\"unsupported_media_type\"");
        Answer nobody = call("GET /api/connections/stats HTTP/1.1", "");
        assertThat(nobody.head()).startsWith("HTTP/1.1 401 ").contains("WWW-Authenticate: Bearer ");
        assertThat(nobody.body()).contains("\"error\":\"token_required\"");
        Answer key = call("GET /api/connections/stats HTTP/1.1\nX-Api-Key: " + KEY, "");
        assertThat(key.head()).startsWith("HTTP/1.1 403 ");
    }

    private static Answer call(String head, String body) throws IOException {
        try (RawClient client = RawClient.connect(gateway.server().httpAddress())) {
            String length = body.isEmpty() ? "" : "\r\nContent-Length: " + body.length();
            client.write(head.replace("\n", "\r\n") + "\r\nHost: h" + length + "\r\n\r\n" + body);
            String answer = client.readHead();
            Matcher bytes = LENGTH.matcher(answer);
            int count = bytes.find() ? Integer.parseInt(bytes.group(1)) : 0;
            return new Answer(answer, new String(client.bytes(count), StandardCharsets.UTF_8));
        }
    }
}
