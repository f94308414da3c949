package io.mychat.gateway.core.reload;

import static io.mychat.gateway.core.testing.TestGateway.PASSWORD;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.mychat.gateway.core.config.ConfigFile;
import io.mychat.gateway.core.config.ReloadOutcome;
import io.mychat.gateway.core.testing.ConfigFiles;
import io.mychat.gateway.core.testing.TestGateway;
import io.mychat.gateway.spi.event.GatewayEvent;
import io.mychat.gateway.spi.message.HandlerDefinition;
import io.mychat.gateway.spi.message.Reply;
import io.mychat.gateway.spi.transport.HttpResponse;
import io.mychat.gateway.testkit.TestClient;
import io.mychat.gateway.testkit.TestHandshake;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Another configuration while the gateway runs (specification 7.2, protocol.md section 2). */
class ReloadTest {

    private static final String RELOAD = "/api/system/reload";
    private static final String QUIET = "'server': {'watch_config': false}";

    @TempDir
    private Path directory;

    private final List<GatewayEvent> events = new CopyOnWriteArrayList<>();
    private ConfigFiles files;
    private TestGateway gateway;

    @BeforeEach
    void start() {
        files = new ConfigFiles(directory);
        gateway = TestGateway.start(builder -> builder.config(files.gateway("{" + QUIET + "}"))
                .listener(event -> {
                    if (event instanceof GatewayEvent.ConfigReloaded || event instanceof GatewayEvent.ConfigRejected) {
                        events.add(event);
                    }
                })
                .handler(answering("alpha", 5001))
                .handler(answering("beta", 5002)));
    }

    private static HandlerDefinition answering(String name, long cmdId) {
        return HandlerDefinition.blocking(name, (message, context) -> Reply.ok("{\"by\":\"" + name + "\"}"))
                .command(cmdId)
                .build();
    }

    @AfterEach
    void stop() {
        gateway.close();
    }

    @Test
    void theAnswerNamesEveryChangeAndWhatNeedsARestart() {
        files.gateway("{'server': {'watch_config': false, 'websocket_port': 9000, 'drain_seconds': 3}}");

        JsonNode answer = ok(reload("gateway_config"));

        assertThat(answer.path("reloaded").booleanValue()).isTrue();
        assertThat(answer.path("config_type").textValue()).isEqualTo("gateway_config");
        assertThat(answer.path("changes").toString())
                .isEqualTo("[{\"path\":\"$.server.drain_seconds\",\"before\":\"10\",\"after\":\"3\"},"
                        + "{\"path\":\"$.server.websocket_port\",\"before\":\"8080\",\"after\":\"9000\"}]");
        assertThat(answer.path("restart_needed").toString()).isEqualTo("[\"$.server.websocket_port\"]");
        assertThat(events).singleElement().isInstanceOfSatisfying(GatewayEvent.ConfigReloaded.class, event -> {
            assertThat(event.by()).startsWith("user root from");
            assertThat(event.changes()).contains("$.server.drain_seconds: 10 -> 3");
            assertThat(event.restartNeeded()).containsExactly("$.server.websocket_port");
        });

        JsonNode again = ok(reload("gateway_config"));
        assertThat(again.path("changes")).isEmpty();
        assertThat(again.path("restart_needed").toString())
                .as("still needed")
                .isEqualTo("[\"$.server.websocket_port\"]");
    }

    @Test
    void aCheckAnswersWhatAReloadWouldAndChangesNothing() {
        files.gateway("{'server': {'watch_config': false, 'websocket_port': 9000, 'drain_seconds': 3}}");
        String check = "{\"config_type\":\"gateway_config\",\"check_only\":true}";

        JsonNode answer = ok(gateway.http.post(RELOAD, gateway.bearer("root"), check));

        assertThat(answer.path("reloaded").booleanValue()).isFalse();
        assertThat(answer.path("restart_needed").toString()).isEqualTo("[\"$.server.websocket_port\"]");
        assertThat(events).isEmpty();
        JsonNode shown = json(gateway.http.get("/api/system/config", gateway.bearer("root")));
        assertThat(shown.at("/gateway_config/server/drain_seconds").intValue()).isEqualTo(10);
        assertThat(ok(reload("gateway_config")).path("changes"))
                .isEqualTo(answer.path("changes"))
                .hasSize(2);

        files.gateway("{" + QUIET + ", 'security': {'message_burst': 0}}");
        HttpResponse faulty = gateway.http.post(RELOAD, gateway.bearer("root"), check);
        assertThat(faulty.status()).isEqualTo(400);
        assertThat(json(faulty).at("/faults/0/path").textValue()).isEqualTo("$.security.message_burst");
        assertThat(events).singleElement().isInstanceOf(GatewayEvent.ConfigReloaded.class);
    }

    @Test
    void aBadFileChangesNothingAndEveryFaultIsNamed() {
        files.platforms("{'platforms': {'web': {'max_devices': 5}}}");
        files.router("{'routes': {'5001': {'handler': 'gamma'}}}");
        files.gateway("{" + QUIET + ", 'security': {'mesages_per_second': 1, 'message_burst': 0}}");

        HttpResponse response = reload("gateway_config");

        assertThat(response.status()).isEqualTo(400);
        JsonNode body = json(response);
        assertThat(body.path("error").textValue()).isEqualTo("config_invalid");
        assertThat(body.at("/faults/0").toString())
                .isEqualTo("{\"file\":\"gateway_config.json\",\"path\":\"$.security.message_burst\","
                        + "\"message\":\"must be a whole number from 1 to 10000000, not 0\"}");
        assertThat(body.at("/faults/1/message").textValue()).contains("did you mean messages_per_second?");
        assertThat(body.path("faults")).hasSize(2);
        assertThat(events).singleElement().isInstanceOf(GatewayEvent.ConfigRejected.class);
        assertThat(seats("web", 2)).isEqualTo(1);

        files.gateway("{" + QUIET + "}");
        JsonNode noHandler = json(reload("gateway_config"));
        assertThat(noHandler.at("/faults/0/path").textValue()).isEqualTo("$.routes['5001']");
        assertThat(seats("web", 2)).as("platforms of a bad whole").isEqualTo(1);
        ok(reload("platform_strategy"));
        assertThat(seats("web", 2)).isEqualTo(2);
    }

    /** How many of so many logins on devices of their own are there at the end. */
    private int seats(String platform, int logins) {
        IntStream.range(0, logins).forEach(i -> gateway.login("carol", platform, "d" + i));
        int seats = gateway.sessionsOf("carol").size();
        gateway.sessionsOf("carol").forEach(session -> gateway.server.sessions().kick("carol", session.device()));
        gateway.sockets.settle();
        return seats;
    }

    @Test
    void fewerDevicesAreEnforcedAtTheNextLoginAndNotByAKick() {
        files.platforms("{'platforms': {'web': {'max_devices': 3}}}");
        ok(reload("platform_strategy"));
        List<TestGateway.Guest> guests = List.of(
                gateway.login("dan", "web", "d1"),
                gateway.login("dan", "web", "d2"),
                gateway.login("dan", "web", "d3"));

        files.platforms("{'platforms': {'web': {'max_devices': 1}}}");
        JsonNode answer = ok(reload("platform_strategy"));

        assertThat(answer.path("changes").toString())
                .contains("{\"path\":\"$.platforms.web.max_devices\",\"before\":\"3\",\"after\":\"1\"}");
        gateway.sockets.settle();
        assertThat(gateway.sessionsOf("dan")).hasSize(3);
        gateway.login("dan", "web", "d4");
        assertThat(gateway.sessionsOf("dan")).hasSize(1);
        assertThat(guests)
                .allSatisfy(guest -> assertThat(guest.client().closeCode()).isEqualTo(4410));
    }

    @Test
    void routesChangeForTheNextMessage() {
        TestGateway.Guest guest = gateway.login("alice", "web", "d1");
        assertThat(guest.request(5001, "{}").text("by")).isEqualTo("alpha");

        files.router("{'routes': {'5001': {'handler': 'beta'}, '6000-6009': {'handler': 'alpha'}}}");
        ok(reload("router_config"));

        assertThat(guest.request(5001, "{}").text("by")).isEqualTo("beta");
        assertThat(guest.request(6004, "{}").text("by")).isEqualTo("alpha");
        files.router("{}");
        ok(reload("router_config"));
        assertThat(guest.request(6004, "{}").code()).isEqualTo(404);
    }

    @Test
    void ratesCountForConnectionsThatAreOpen() {
        TestGateway.Guest guest = gateway.login("alice", "web", "d1");
        files.gateway("{" + QUIET + ", 'security': {'messages_per_second': 1, 'message_burst': 2}}");
        ok(reload("gateway_config"));

        assertThat(IntStream.range(0, 4)
                        .mapToObj(i -> guest.request(3001, "{}").code())
                        .toList())
                .endsWith(429, 429);
        files.gateway("{" + QUIET + "}");
        ok(reload("gateway_config"));
        assertThat(guest.request(3001, "{}").code()).isEqualTo(200);
    }

    @Test
    void whoIsNoLongerAllowedIsClosedWith4403() {
        TestGateway.Guest inside = gateway.login("alice", "web", "d1");
        var outside = gateway.sockets.connect(TestHandshake.plain().from("192.0.2.7"));
        files.gateway("{" + QUIET + ", 'security': {'ip_deny': ['192.0.2.0/24']}}");

        ok(reload("gateway_config"));

        assertThat(outside.awaitClose(Duration.ofSeconds(10))).hasValue(4403);
        assertThat(gateway.handshakeStatus(TestHandshake.plain().from("192.0.2.8")))
                .isEqualTo(403);
        assertThat(inside.request(3001, "{}").code()).isEqualTo(200);
    }

    @Test
    void limitsOfConnectionsOriginsAndFailuresCountFromThenOn() {
        files.gateway("{" + QUIET + ", 'auth': {'max_failed_attempts': 1}, 'security': {'max_connections_per_ip': 1,"
                + " 'allowed_origins': ['https://chat.example'], 'max_connections_per_user': 1}}");
        ok(reload("gateway_config"));

        TestHandshake visitor = TestHandshake.plain().from("198.51.100.9");
        assertThat(gateway.handshakeStatus(visitor)).isEqualTo(101);
        assertThat(gateway.handshakeStatus(visitor)).isEqualTo(429);
        assertThat(gateway.handshakeStatus(
                        TestHandshake.plain().from("198.51.100.8").with("Origin", "https://evil.example")))
                .isEqualTo(403);
        gateway.login("alice", "android", "d1");
        TestClient second =
                TestClient.over(gateway.sockets.connect(TestHandshake.plain().from("198.51.100.7")));
        second.login("alice", PASSWORD, "ios", "d2");
        assertThat(gateway.sessionsOf("alice")).hasSize(1);
        TestClient third =
                TestClient.over(gateway.sockets.connect(TestHandshake.plain().from("198.51.100.6")));
        third.login("alice", "wrong", "ios", "d2");
        assertThat(third.closeCode()).isEqualTo(4401);
    }

    @Test
    void anotherMainFileMayNameOtherFiles() {
        files.write("others.json", "{'platforms': {'web': {'max_devices': 2}}}");
        files.gateway("{'server': {'watch_config': false, 'platform_strategy': 'others.json'}}");

        JsonNode answer = ok(reload("gateway_config"));

        assertThat(answer.path("restart_needed")).isEmpty();
        assertThat(seats("web", 3)).isEqualTo(2);
    }

    @Test
    void anotherFileCountsUntilTheNextReload() {
        files.write("tonight.json", "{'platforms': {'web': {'max_devices': 4}}}");

        ok(post("{\"config_type\":\"platform_strategy\",\"config_path\":\"tonight.json\"}"));
        assertThat(seats("web", 5)).isEqualTo(4);

        ok(reload("platform_strategy"));
        assertThat(seats("web", 5)).isEqualTo(1);
    }

    @Test
    void noFileOutsideTheConfigurationDirectoryIsRead(@TempDir Path elsewhere) throws IOException {
        Path secret = Files.writeString(elsewhere.resolve("secret.json"), "{\"platforms\": {\"hush\": {}}}");
        Files.createSymbolicLink(directory.resolve("link.json"), secret);
        Files.createSymbolicLink(directory.resolve("dangling.json"), elsewhere.resolve("none.json"));
        Files.createSymbolicLink(directory.resolve("there"), elsewhere);
        Files.createDirectory(directory.resolve("sub"));

        for (String path : List.of(
                secret.toString(),
                "../" + elsewhere.getFileName() + "/secret.json",
                "sub/../../" + elsewhere.getFileName() + "/secret.json",
                "link.json",
                "dangling.json",
                "there/secret.json",
                "there/none.json",
                "/etc/passwd",
                ".",
                "a\\u0000b")) {
            HttpResponse response = post("{\"config_type\":\"platform_strategy\",\"config_path\":\"" + path + "\"}");
            assertThat(response.status()).as(path).isEqualTo(403);
            assertThat(text(response)).contains("path_refused").doesNotContain("hush");
        }
        HttpResponse missing = post("{\"config_type\":\"platform_strategy\",\"config_path\":\"sub/none.json\"}");
        assertThat(missing.status()).isEqualTo(400);
        assertThat(text(missing)).contains("there is no such file");
    }

    @Test
    void onlyAdministratorsMayAsk() {
        assertThat(gateway.http
                        .post(RELOAD, Map.of(), "{\"config_type\":\"router_config\"}")
                        .status())
                .isEqualTo(401);
        assertThat(gateway.http
                        .post(RELOAD, bearer("alice"), "{\"config_type\":\"router_config\"}")
                        .status())
                .isEqualTo(403);
        assertThat(json(post("{\"config_type\":\"users\"}")).path("error").textValue())
                .isEqualTo("bad_config_type");
        assertThat(json(post("{}")).path("code").intValue()).isEqualTo(400);
        assertThat(events).isEmpty();
    }

    @Test
    void secretsAreShownNowhere() {
        String hash = "0123456789abcdef".repeat(4);
        files.gateway("{" + QUIET + ", 'security': {'api_keys': [{'name': 'shop', 'sha256': '" + hash + "'}]}}");

        String answer = text(reload("gateway_config"));

        assertThat(answer)
                .contains("$.security.api_keys[0].sha256", "(not set)", "(not shown)", "shop")
                .doesNotContain(hash);
        assertThat(events.toString()).contains("(not shown)").doesNotContain(hash);
        files.gateway("{" + QUIET + ", 'security': {'api_keys': [{'name': 'shop', 'sha256': '" + hash + "0'}]}}");
        assertThat(text(reload("gateway_config"))).contains("faults").doesNotContain(hash);
    }

    @Test
    void theHostMayAskToo() {
        files.gateway("{" + QUIET + ", 'processing': {'task_timeout_ms': 4000, 'max_concurrent_tasks': 7}}");

        ReloadOutcome outcome = gateway.server.reload(ConfigFile.GATEWAY, "a test");

        assertThat(outcome).isInstanceOfSatisfying(ReloadOutcome.Reloaded.class, reloaded -> {
            assertThat(reloaded.changes()).hasSize(2);
            assertThat(reloaded.restartNeeded()).isEmpty();
        });
    }

    private HttpResponse reload(String type) {
        return post("{\"config_type\":\"" + type + "\"}");
    }

    private HttpResponse post(String body) {
        return gateway.http.post(RELOAD, bearer("root"), body);
    }

    private Map<String, String> bearer(String user) {
        String body = "{\"username\":\"" + user + "\",\"password\":\"" + PASSWORD + "\",\"platform\":\""
                + (user.equals("root") ? "admin" : "android") + "\"}";
        JsonNode login = json(gateway.http.post("/api/auth/login", Map.of(), body));
        return Map.of("Authorization", "Bearer " + login.path("token").textValue());
    }

    private static JsonNode ok(HttpResponse response) {
        assertThat(response.status()).as(text(response)).isEqualTo(200);
        return json(response);
    }

    private static String text(HttpResponse response) {
        return new String(response.body(), StandardCharsets.UTF_8);
    }

    private static JsonNode json(HttpResponse response) {
        try {
            return new ObjectMapper().readTree(text(response));
        } catch (JsonProcessingException e) {
            throw new AssertionError(text(response), e);
        }
    }
}
