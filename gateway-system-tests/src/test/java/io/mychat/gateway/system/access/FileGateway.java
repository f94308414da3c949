package io.mychat.gateway.system.access;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.mychat.gateway.auth.PasswordHasher;
import io.mychat.gateway.core.GatewayServer;
import io.mychat.gateway.core.config.ConfigFile;
import io.mychat.gateway.core.config.ReloadOutcome;
import io.mychat.gateway.testkit.TestClient;
import io.mychat.gateway.testkit.TestMessage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/**
 * A gateway with a configuration directory of its own. What the test writes there counts after {@link #reload}, or after the
 * next {@link #start}.
 */
final class FileGateway implements AutoCloseable {

    static final String SECRET = "a secret of these tests, and long enough";

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final HttpClient HTTP =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    /** Each costs some ten milliseconds; the same text is the same unchanged password. */
    private static final Map<String, String> HASHES = new ConcurrentHashMap<>();

    private final Path directory;
    private final String more;
    private final Map<String, String> users = new TreeMap<>();
    private String keys = "'jwt_secret': '" + SECRET + "'";
    private GatewayServer server;

    /** @param more sections of the configuration, in single quotes: empty, or with a comma at the end */
    FileGateway(Path directory, String more) {
        this.directory = directory;
        this.more = more;
        this.server = build();
    }

    static String hash(String password) {
        return HASHES.computeIfAbsent(password, text -> new PasswordHasher().hash(text));
    }

    FileGateway user(String name, String password, String... roles) {
        String quoted = Arrays.stream(roles).map(role -> "\"" + role + "\"").collect(Collectors.joining(","));
        users.put(
                name,
                "{\"user_id\":\"" + name + "\",\"username\":\"" + name + "\",\"password_hash\":\"" + hash(password)
                        + "\",\"roles\":[" + quoted + "]}");
        return this;
    }

    FileGateway without(String name) {
        users.remove(name);
        return this;
    }

    /** @param json keys of section {@code auth}, in single quotes */
    FileGateway keys(String json) {
        keys = json;
        return this;
    }

    private void write() {
        try {
            Files.writeString(directory.resolve("users.json"), users.values().toString());
            Files.writeString(
                    directory.resolve("gateway_config.json"),
                    ("{" + more + "'server': {'host': '127.0.0.1', 'websocket_port': 0, 'http_port': 0,"
                                    + " 'watch_config': false, 'drain_seconds': 0},"
                                    + " 'auth': {'users_file': 'users.json', " + keys + "}}")
                            .replace('\'', '"'));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private GatewayServer build() {
        write();
        return GatewayServer.builder()
                .config(directory.resolve("gateway_config.json"))
                .build();
    }

    FileGateway start() {
        server = build();
        try {
            server.start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return this;
    }

    ReloadOutcome.Reloaded reload() {
        write();
        ReloadOutcome outcome = server.reload(ConfigFile.GATEWAY, "a test");
        assertThat(outcome).isInstanceOf(ReloadOutcome.Reloaded.class);
        return (ReloadOutcome.Reloaded) outcome;
    }

    TestClient connect() {
        return TestClient.connect(
                URI.create("ws://127.0.0.1:" + server.webSocketAddress().getPort() + "/ws"));
    }

    /** A client that has logged in, and its tokens. */
    record Person(TestClient client, String access, String refresh) {

        int command() {
            return client.request(1004, "{}").code();
        }

        void assertClosed() {
            assertThat(client.next(4003).text("reason")).isEqualTo("token_revoked");
            assertThat(client.closeCode()).isEqualTo(4401);
        }
    }

    Person login(String user, String password, String platform) {
        TestClient client = connect();
        TestMessage reply = client.login(user, password, platform, "d");
        assertThat(reply.code()).as(reply.toString()).isEqualTo(200);
        Person person = new Person(client, reply.text("token"), reply.text("refresh_token"));
        // Waits for the look that follows a login.
        assertThat(person.command()).isEqualTo(200);
        return person;
    }

    /** What a login with a password is answered. */
    int loginCode(String user, String password) {
        return connect().login(user, password, "android", "other").code();
    }

    int bearer(String path, String token) {
        return send(request(path).header("Authorization", "Bearer " + token).build())
                .statusCode();
    }

    /** What 1002 says of the token: {@code valid}, or the error. */
    String verify(String token) {
        TestMessage reply = connect().verify(token);
        return reply.code() == 200 ? "valid" : reply.error();
    }

    HttpResponse<String> refresh(String token) {
        return send(request("/api/auth/refresh")
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString("{\"refresh_token\":\"" + token + "\"}"))
                .build());
    }

    static JsonNode json(HttpResponse<String> response) {
        try {
            return JSON.readTree(response.body());
        } catch (IOException e) {
            throw new AssertionError(response.body(), e);
        }
    }

    /** No token of this person's is accepted anywhere. */
    void assertEnded(Person person) {
        assertThat(bearer("/api/auth/verify", person.access())).isEqualTo(401);
        assertThat(bearer("/api/connections/stats", person.access())).isEqualTo(401);
        assertThat(verify(person.access())).isEqualTo("token_revoked");
        assertThat(refresh(person.refresh()).statusCode()).isEqualTo(401);
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(
                URI.create("http://127.0.0.1:" + server.httpAddress().getPort() + path));
    }

    private static HttpResponse<String> send(HttpRequest request) {
        try {
            return HTTP.send(request, HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        }
    }

    @Override
    public void close() {
        server.stop();
    }
}
