package io.mychat.gateway.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.mychat.gateway.auth.PasswordHasher;
import io.mychat.gateway.core.GatewayServer;
import io.mychat.gateway.core.config.ConfigFile;
import io.mychat.gateway.core.config.ReloadOutcome;
import io.mychat.gateway.core.config.ReloadOutcome.Reloaded;
import io.mychat.gateway.spi.event.GatewayEvent;
import io.mychat.gateway.testkit.TestClient;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Keys and users change while the gateway runs, over real sockets. */
class KeyRotationTest {

    private static final String OLD = "the old secret, which is long enough";
    private static final String NEW = "the new secret, which is long enough";
    private static final String HASH = new PasswordHasher().hash("correct horse");

    @TempDir
    private Path directory;

    private final HttpClient http = HttpClient.newHttpClient();
    private final List<GatewayEvent> events = new CopyOnWriteArrayList<>();
    private GatewayServer gateway;

    @BeforeEach
    void start() throws IOException {
        users("alice");
        auth("'jwt_secret': '" + OLD + "'");
        gateway = GatewayServer.builder()
                .config(directory.resolve("gateway_config.json"))
                .listener(events::add)
                .build();
        gateway.start();
    }

    @AfterEach
    void stop() {
        gateway.stop();
    }

    private void users(String... names) throws IOException {
        List<String> users = List.of(names).stream()
                .map(name -> "{\"user_id\":\"" + name + "\",\"username\":\"" + name + "\",\"password_hash\":\"" + HASH
                        + "\",\"roles\":[]}")
                .toList();
        Files.writeString(directory.resolve("users.json"), users.toString());
    }

    private void auth(String keys) throws IOException {
        String json = "{'server': {'host': '127.0.0.1', 'websocket_port': 0, 'http_port': 0, 'watch_config': false,"
                + " 'drain_seconds': 0}, 'auth': {'users_file': 'users.json', " + keys + "}}";
        Files.writeString(directory.resolve("gateway_config.json"), json.replace('\'', '"'));
    }

    private Reloaded reload() {
        ReloadOutcome outcome = gateway.reload(ConfigFile.GATEWAY, "a test");
        assertThat(outcome).isInstanceOf(Reloaded.class);
        assertThat(outcome.toString() + events).doesNotContain(OLD, NEW, HASH);
        return (Reloaded) outcome;
    }

    @Test
    void anOldKeyChecksWhileItIsListedAndNewTokensCarryTheNewOne() throws Exception {
        String first = login("alice").path("token").textValue();
        assertThat(header(first).has("kid")).isFalse();
        TestClient live = TestClient.connect(
                URI.create("ws://127.0.0.1:" + gateway.webSocketAddress().getPort() + "/ws"));
        assertThat(live.verify(first).code()).isEqualTo(200);

        auth("'jwt_secret': '" + NEW + "', 'key_id': 'k2', 'verification_keys': [{'algorithm': 'HS256', 'secret': '"
                + OLD + "'}]");
        Reloaded rotated = reload();

        assertThat(rotated.changes().toString()).contains("$.auth.jwt_secret: (not shown) -> (not shown)");
        assertThat(rotated.restartNeeded()).isEmpty();
        assertThat(verify(first)).isEqualTo(200);
        String second = login("alice").path("token").textValue();
        assertThat(header(second).path("kid").textValue()).isEqualTo("k2");
        assertThat(verify(second)).isEqualTo(200);

        auth("'jwt_secret': '" + NEW + "', 'key_id': 'k2'");
        reload();

        assertThat(verify(first)).isEqualTo(401);
        assertThat(verify(second)).isEqualTo(200);
        assertThat(live.closeCode()).as("its token has the old key").isEqualTo(4401);
    }

    @Test
    void aKeyThatIsTooWeakChangesNothing() throws Exception {
        String first = login("alice").path("token").textValue();
        auth("'jwt_secret': 'short', 'token_expire_seconds': 5");

        ReloadOutcome outcome = gateway.reload(ConfigFile.GATEWAY, "a test");

        assertThat(outcome).isInstanceOf(ReloadOutcome.Rejected.class);
        assertThat(outcome.toString()).contains("$.auth.jwt_secret").doesNotContain("'short'");
        assertThat(verify(first)).isEqualTo(200);
        assertThat(login("alice").path("expires_in").intValue()).isEqualTo(86_400);
    }

    @Test
    void usersAndTheLifeOfTokensChange() throws Exception {
        users("alice", "bob");
        auth("'jwt_secret': '" + OLD + "', 'token_expire_seconds': 60");

        Reloaded reloaded = reload();

        assertThat(reloaded.changes())
                .extracting(change -> change.path())
                .containsExactly("$.auth.token_expire_seconds", "$.auth.users_file");
        assertThat(login("bob").path("expires_in").intValue()).isEqualTo(60);
    }

    @Test
    void whetherThereIsAUsersFileAtAllNeedsARestart() throws Exception {
        Files.writeString(
                directory.resolve("gateway_config.json"),
                Files.readString(directory.resolve("gateway_config.json"))
                        .replace("\"users_file\": \"users.json\", ", ""));

        assertThat(reload().restartNeeded()).containsExactly("$.auth.users_file");
        assertThat(login("alice").path("token").textValue()).isNotEmpty();
    }

    private JsonNode login(String user) throws Exception {
        String body = "{\"username\":\"" + user + "\",\"password\":\"correct horse\",\"platform\":\"web\"}";
        HttpResponse<String> response = http.send(
                request("/api/auth/login")
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString(body))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        return new JsonMapper().readTree(response.body());
    }

    private int verify(String token) throws Exception {
        return http.send(
                        request("/api/auth/verify")
                                .header("Authorization", "Bearer " + token)
                                .build(),
                        HttpResponse.BodyHandlers.discarding())
                .statusCode();
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(
                URI.create("http://127.0.0.1:" + gateway.httpAddress().getPort() + path));
    }

    private static JsonNode header(String token) throws IOException {
        byte[] json = Base64.getUrlDecoder().decode(token.substring(0, token.indexOf('.')));
        return new JsonMapper().readTree(new String(json, StandardCharsets.UTF_8));
    }
}
