package io.mychat.gateway.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mychat.gateway.core.config.ConfigFault;
import io.mychat.gateway.core.config.ConfigFile;
import io.mychat.gateway.core.config.ReloadOutcome;
import io.mychat.gateway.core.config.ReloadOutcome.Rejected;
import io.mychat.gateway.core.config.ReloadOutcome.Reloaded;
import io.mychat.gateway.core.config.reading.ConfigSource;
import io.mychat.gateway.core.config.reading.ConfigurationLoader;
import io.mychat.gateway.core.reload.ConfigManager;
import io.mychat.gateway.core.reload.ReloadParticipant;
import io.mychat.gateway.spi.ModuleProvider;
import io.mychat.gateway.spi.config.ModuleSettings;
import io.mychat.gateway.spi.time.TimeSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Schemas and readers know the same keys, types, bounds and defaults. */
class SchemaAndReadersTest {

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    /**
     * Not to be changed alone: TLS wants its files, no pool begins with more connections than it may have, and silence lasts
     * longer than two probes. Tokens may not live shorter than they are issued for.
     */
    private static final Set<String> MEANT_WITH_OTHERS =
            Set.of("server.ssl_enabled", "redis.min_connections", "redis.bus_silence_ms", "auth.max_token_seconds");

    private static final String SECRET = "a secret for tests that is long enough";

    @TempDir
    private static Path directory;

    private static ConfigManager manager;

    @BeforeAll
    static void load() throws IOException {
        Files.writeString(directory.resolve("gateway_config.json"), "{}");
        manager = ConfigManager.load(
                new ConfigurationLoader(modules(), new NoTime()),
                new ConfigSource(
                        Optional.of(directory.resolve("gateway_config.json")),
                        Map.of("auth.jwt_secret", SECRET, "redis.host", "127.0.0.1"),
                        Map.of()));
    }

    /** A reload of one file reads the others, too. */
    @AfterEach
    void takeTheOtherFilesAway() throws IOException {
        for (ConfigFile file : List.of(ConfigFile.PLATFORM_STRATEGY, ConfigFile.ROUTER)) {
            Files.deleteIfExists(directory.resolve(file.typeName() + ".json"));
        }
    }

    private static List<ModuleProvider> modules() {
        List<ModuleProvider> modules = new ArrayList<>(SchemaKeys.modules());
        if (modules.stream().noneMatch(module -> module.name().equals("gateway-backends"))) {
            modules.add(new Backends());
        }
        return modules;
    }

    /** In the place of the module that calls services, so that routes may name them. */
    private static final class Backends implements ModuleProvider {
        @Override
        public String name() {
            return "gateway-backends";
        }

        @Override
        public Set<String> sections() {
            return Set.of();
        }

        @Override
        public Module configure(ModuleSettings settings) {
            return services -> {};
        }
    }

    private static ReloadOutcome reload(ConfigFile file, JsonNode content) {
        try {
            Files.writeString(directory.resolve(file.typeName() + ".json"), content.toString());
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        return manager.reload(file, Optional.empty(), ReloadParticipant::none);
    }

    static Stream<SchemaKeys.Key> numbersAndFlags() {
        return SchemaKeys.of(ConfigFile.GATEWAY).stream()
                .filter(key -> !key.path().contains("[]") && !key.path().contains("<name>"))
                .filter(key -> key.isNumber() || key.isFlag());
    }

    @ParameterizedTest
    @MethodSource("numbersAndFlags")
    void aNumberHasTheBoundsAndTheDefaultOfItsReader(SchemaKeys.Key key) {
        JsonNode schema = key.schema();
        long min = schema.path("minimum").longValue();
        long max = schema.path("maximum").longValue();
        JsonNode standard = schema.path("default");
        JsonNode other = key.isFlag()
                ? JSON.booleanNode(!standard.booleanValue())
                : JSON.numberNode(standard.longValue() == max ? min : max);
        // Sections acme and oidc have required keys, and acme names a file of the transport.
        if (MEANT_WITH_OTHERS.contains(key.path())
                || key.path().startsWith("acme.")
                || key.path().startsWith("oidc.")) {
            return;
        }
        assertThat(reload(ConfigFile.GATEWAY, JSON.objectNode())).isInstanceOf(Reloaded.class);

        Reloaded reloaded = (Reloaded) reload(ConfigFile.GATEWAY, SchemaKeys.document(key.path(), other));

        assertThat(reloaded.changes()).singleElement().satisfies(change -> {
            assertThat(change.path()).isEqualTo("$." + key.path());
            if (!standard.isMissingNode()) {
                assertThat(change.before()).isEqualTo(standard.asText());
            }
            assertThat(change.after()).isEqualTo(other.asText());
        });
        assertThat(reloaded.restartNeeded()).hasSize(key.isLive() ? 0 : 1);
        if (key.isNumber()) {
            for (long beyond : new long[] {min - 1, max + 1}) {
                ReloadOutcome outcome =
                        reload(ConfigFile.GATEWAY, SchemaKeys.document(key.path(), JSON.numberNode(beyond)));
                assertThat(((Rejected) outcome).faults())
                        .extracting(ConfigFault::path)
                        .containsExactly("$." + key.path());
            }
            // Another port than the other one.
            assertThat(reload(ConfigFile.GATEWAY, SchemaKeys.document(key.path(), JSON.numberNode(min))))
                    .isInstanceOf(Reloaded.class);
        }
    }

    static Stream<SchemaKeys.Key> keysOfTheMainFile() {
        return SchemaKeys.of(ConfigFile.GATEWAY).stream();
    }

    @ParameterizedTest
    @MethodSource("keysOfTheMainFile")
    void noKeyOfTheSchemaIsUnknownToTheReaders(SchemaKeys.Key key) {
        ReloadOutcome outcome = reload(ConfigFile.GATEWAY, sample(key));

        if (outcome instanceof Rejected rejected) {
            assertThat(rejected.faults()).noneMatch(fault -> isUnknown(fault.message()));
        }
    }

    private static boolean isUnknown(String message) {
        return message.startsWith("unknown key") || message.startsWith("nobody reads this");
    }

    private static JsonNode sample(SchemaKeys.Key key) {
        JsonNode value = key.isList()
                ? JSON.arrayNode()
                : JSON.textNode(key.words().stream().findFirst().orElse("x"));
        String path = key.path();
        int list = path.indexOf("[].");
        if (list < 0) {
            return SchemaKeys.document(path, value);
        }
        ObjectNode element = JSON.objectNode().put("algorithm", "HS256");
        element.setAll(SchemaKeys.document(path.substring(list + 3), value));
        if (!path.startsWith("auth.")) {
            element.remove("algorithm");
        }
        return SchemaKeys.document(path.substring(0, list), JSON.arrayNode().add(element));
    }

    @Test
    void noKeyOfTheReadersIsMissingInTheSchema() throws IOException {
        load();
        assertThat(manager.undeclared()).isEmpty();
        JsonNode main = json("""
                {"$schema": "x",
                 "server": {"node_id": "n1", "ssl_cert_path": "c", "ssl_key_path": "k"},
                 "auth": {"key_id": "k1", "issuer": "i", "audience": "a",
                          "verification_keys": [{"kid": "k0", "algorithm": "HS256", "secret": "%s"}]},
                 "security": {"ip_allow": ["127.0.0.1"],
                              "limits_by_role": {"bot": {"messages_per_second": 0, "message_burst": 1,
                                  "user_messages_per_second": 0, "user_message_burst": 1, "user_bytes_per_second": 0,
                                  "user_byte_burst": 1}},
                              "client_certificates": [{"name": "c", "san": "https://c.example/", "roles": ["admin"]}],
                              "api_keys": [{"name": "n", "sha256": "%s", "roles": ["admin"]}]},
                 "tls": {"key_passphrase": "p", "protocols": ["TLSv1.3"], "ciphers": ["TLS_AES_128_GCM_SHA256"]},
                 "logging": {"file_path": "f"}}""".formatted(SECRET, "0123456789abcdef".repeat(4)));
        JsonNode platforms = json("""
                {"platforms": {"web": {"allow_multiple_devices": true, "max_devices": 2, "when_full": "reject",
                 "kick_existing_on_login": false, "notify_on_new_login": true, "session_timeout": 9}, "2-go": {}}}""");
        JsonNode routes = json("""
                {"routes": {"5001": {"handler": "h", "timeout_ms": 1, "retry_count": 1, "sensitivity": "public",
                                     "concurrent": true, "roles": ["r"]},
                            "6000-6099": {"service": "s", "path": "/p", "idempotent": true}},
                 "services": {"s": {"strategy": "round_robin", "max_concurrent": 2, "secret": "hush",
                              "servers": ["http://a:1", {"url": "http://b:1", "weight": 2}],
                              "health_check": {"path": "/h", "interval_ms": 1000, "unhealthy_after": 1, "healthy_after": 1}}},
                 "load_balancing": {"backend_servers": ["http://c:1"]}}""");

        assertThat(reload(ConfigFile.GATEWAY, main)).isInstanceOf(Reloaded.class);
        Reloaded strategy = (Reloaded) reload(ConfigFile.PLATFORM_STRATEGY, platforms);
        Reloaded router = (Reloaded) reload(ConfigFile.ROUTER, routes);

        assertThat(manager.undeclared()).isEmpty();
        assertThat(strategy.restartNeeded()).doesNotContain("$.platforms");
        assertThat(router.changes().toString()).contains("(not shown)").doesNotContain("hush");
        assertThat(router.restartNeeded()).allMatch(path -> path.matches("\\$\\.(server|logging|messages)\\..*"));
    }

    @Test
    void noKeyOfPlatformsAndRoutesIsUnknownToTheReaders() {
        for (ConfigFile file : List.of(ConfigFile.PLATFORM_STRATEGY, ConfigFile.ROUTER)) {
            for (SchemaKeys.Key key : SchemaKeys.of(file)) {
                if (key.path().contains("[]")) {
                    continue;
                }
                String path = key.path().replace("routes.<name>", "routes.5001").replace("<name>", "web");
                JsonNode value = key.isList() ? JSON.arrayNode() : JSON.textNode("x");
                ReloadOutcome outcome = reload(file, SchemaKeys.document(path, value));
                if (outcome instanceof Rejected rejected) {
                    assertThat(rejected.faults()).as(path).noneMatch(fault -> isUnknown(fault.message()));
                }
            }
        }
    }

    private static JsonNode json(String text) {
        try {
            return new JsonMapper().readTree(text);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /** Nobody asks for the time of a configuration. */
    private static final class NoTime implements TimeSource {
        @Override
        public Instant now() {
            return Instant.EPOCH;
        }

        @Override
        public long nanoTime() {
            return 0;
        }

        @Override
        public Timer schedule(Duration delay, Runnable task) {
            throw new UnsupportedOperationException("no timers here");
        }
    }
}
