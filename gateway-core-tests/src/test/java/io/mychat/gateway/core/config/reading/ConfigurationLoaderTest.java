package io.mychat.gateway.core.config.reading;

import static io.mychat.gateway.core.config.reading.ConfigFixture.faults;
import static io.mychat.gateway.core.config.reading.ConfigFixture.gateway;
import static io.mychat.gateway.core.config.reading.ConfigFixture.load;
import static io.mychat.gateway.core.config.reading.ConfigFixture.settings;
import static io.mychat.gateway.core.config.reading.ConfigFixture.write;
import static org.assertj.core.api.Assertions.assertThat;

import io.mychat.gateway.core.config.ConfigSnapshot;
import io.mychat.gateway.core.config.RouterConfig;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigurationLoaderTest {

    private static final String SPECIFICATION = """
            {
              "server": {"websocket_port": 8080, "http_port": 8081,
                         "ssl_enabled": true, "ssl_cert_path": "/path/to/cert.pem", "ssl_key_path": "/path/to/key.pem"},
              "redis": {"host": "localhost", "port": 6379, "password": "", "db": 0, "pool_size": 10},
              "auth": {"jwt_secret": "your_secret_key", "token_expire_seconds": 86400, "session_timeout_seconds": 30},
              "logging": {"level": "info", "file_path": "/var/log/gateway.log", "max_file_size": "100MB", "max_files": 10}
            }
            """;

    @TempDir
    private Path directory;

    @Test
    void nothingAtAllGivesTheDefaults() {
        ConfigSnapshot snapshot = load(ConfigSource.defaults());

        assertThat(snapshot.gateway()).isEqualTo(ConfigFixture.defaults().gateway());
        assertThat(snapshot.platforms()).isEqualTo(ConfigFixture.defaults().platforms());
        assertThat(snapshot.router()).isEqualTo(RouterConfig.defaults());
    }

    @Test
    void faultsOfAllThreeFilesAreReportedAtOnce() {
        ConfigSource source = gateway(directory, """
                {"server": {"websocket_port": "abc", "drain_second": 3}, "colour": "red"}""");
        write(directory, "platform_strategy.json", """
                {"platforms": {"web": {"max_devices": 0}}}""");
        write(directory, "router_config.json", """
                {"routes": {"0": {"handler": "x"}}}""");

        assertThat(faults(source))
                .containsExactly(
                        "gateway_config.json: $.server.websocket_port: must be a whole number from 0 to 65535, not \"abc\"",
                        "gateway_config.json: $.colour: unknown key",
                        "gateway_config.json: $.server.drain_second: unknown key; did you mean drain_seconds?",
                        "platform_strategy.json: $.platforms.web.max_devices: must be a whole number from 1 to 1000, not 0",
                        "router_config.json: $.routes['0']: must be a command id such as 5001, or a range such as"
                                + " 6000-6099");
    }

    @Test
    void aBrokenMainFileIsReportedOnceAndHidesNoOtherFaults() {
        ConfigSource source = gateway(directory, "{");
        write(directory, "platform_strategy.json", "[]");
        FakeModule module = FakeModule.reading("auth", s -> s.section("auth").fault("jwt_secret", "is missing"));

        assertThat(faults(source, module))
                .hasSize(2)
                .anySatisfy(fault -> assertThat(fault).startsWith("gateway_config.json: line 1"))
                .anySatisfy(fault -> assertThat(fault).isEqualTo("platform_strategy.json: must hold one JSON object"));
    }

    @Test
    void keysOfAbsentModulesNameTheArtifactToAdd() {
        assertThat(faults(gateway(directory, SPECIFICATION)))
                .containsExactlyInAnyOrder(
                        "gateway_config.json: $.redis: nobody reads this; add io.mychat.gateway:gateway-redis",
                        "gateway_config.json: $.logging: nobody reads this; add io.mychat.gateway:gateway-logging",
                        "gateway_config.json: $.server.ssl_enabled: nobody reads this; add"
                                + " io.mychat.gateway:gateway-transport-undertow",
                        "gateway_config.json: $.server.ssl_cert_path: nobody reads this; add"
                                + " io.mychat.gateway:gateway-transport-undertow",
                        "gateway_config.json: $.server.ssl_key_path: nobody reads this; add"
                                + " io.mychat.gateway:gateway-transport-undertow",
                        "gateway_config.json: $.auth.jwt_secret: nobody reads this; add io.mychat.gateway:gateway-auth",
                        "gateway_config.json: $.auth.token_expire_seconds: nobody reads this; add"
                                + " io.mychat.gateway:gateway-auth");
    }

    @Test
    void aSectionIsSharedByItsReaders() {
        ConfigSource source = gateway(directory, """
                {"auth": {"jwt_secret": "s", "max_failed_attempts": "x"}}""");
        FakeModule module = FakeModule.reading("auth", s -> {
            assertThat(s.section("auth").text("jwt_secret")).contains("s");
            s.section("auth").number("max_failed_attempts");
        });

        assertThat(faults(source, module))
                .as("the key of the module is known, the wrong one is reported once")
                .containsExactly(
                        "gateway_config.json: $.auth.max_failed_attempts: must be a whole number from 1 to 1000,"
                                + " not \"x\"");
    }

    @Test
    void keysThatTheOwnerOfASectionDoesNotReadAreFaults() {
        ConfigSource source = gateway(directory, """
                {"redis": {"hots": "localhost"}}""");
        FakeModule reads = FakeModule.reading("redis", s -> s.section("redis").text("host"));
        FakeModule readsNothing = FakeModule.reading("redis", s -> {});

        assertThat(faults(source, reads))
                .containsExactly("gateway_config.json: $.redis.hots: unknown key; did you mean host?");
        assertThat(faults(source, readsNothing)).containsExactly("gateway_config.json: $.redis.hots: unknown key");
    }

    @Test
    void modulesKeepTheirOrderAndResolvePathsFromTheFile() {
        ConfigSource source = gateway(directory, "{}");
        Path[] resolved = new Path[1];
        FakeModule first = new FakeModule("a", Set.of(), s -> resolved[0] = s.resolve("users.json"));
        FakeModule second = new FakeModule(
                "b",
                Set.of("redis"),
                s -> assertThat(s.section("redis").isPresent()).isFalse());

        assertThat(load(source, first, second).modules())
                .extracting(ConfigSnapshot.ConfiguredModule::name)
                .containsExactly("a", "b");
        assertThat(resolved[0]).isEqualTo(directory.resolve("users.json"));
    }

    @Test
    void filesBesideTheMainOneAreReadAndOthersWhenTheyAreNamed() {
        ConfigSource source = gateway(directory, "{}");
        write(directory, "platform_strategy.json", """
                {"platforms": {"tv": {}}}""");
        write(directory, "other.json", """
                {"platforms": {"car": {}}}""");

        assertThat(load(source).platforms().platforms()).containsOnlyKeys("tv", "admin");
        assertThat(load(source.with("server.platform_strategy", "other.json"))
                        .platforms()
                        .platforms())
                .containsOnlyKeys("car", "admin");
    }

    @Test
    void aNamedFileThatIsMissingIsAFault() {
        ConfigSource source = gateway(directory, """
                {"server": {"router_config": "routes.json"}}""");

        assertThat(faults(source))
                .containsExactly("routes.json: there is no such file (" + directory.resolve("routes.json") + ")");
    }

    @Test
    void settingsGoBeforeTheFileAndReachAllFiles() {
        ConfigSource source = gateway(directory, """
                {"server": {"websocket_port": 1, "http_port": 2}}""")
                .with("server.websocket_port", 0)
                .with("platforms.web.session_timeout", 60)
                .with("routes.5001.handler", "orders");

        ConfigSnapshot snapshot = load(source);

        assertThat(snapshot.gateway().server().websocketPort()).isZero();
        assertThat(snapshot.gateway().server().httpPort()).isEqualTo(2);
        assertThat(snapshot.platforms().platform("web").orElseThrow().sessionTimeout())
                .isEqualTo(Duration.ofMinutes(1));
        assertThat(snapshot.platforms().platform("android")).isPresent();
        assertThat(snapshot.router().route(5001)).isPresent();
    }

    @Test
    void textsOfSettingsAreTakenAsTheyAre() {
        FakeModule module = FakeModule.reading(
                "auth", s -> assertThat(s.section("auth").text("jwt_secret")).contains("${HOME}"));

        assertThat(load(settings(Map.of("auth.jwt_secret", "${HOME}")), module)).isNotNull();
    }

    @Test
    void settingsThatCannotBeAreFaults() {
        assertThat(faults(settings(Map.of("server.host", new Object()))))
                .containsExactly("settings: $.server.host: cannot have this value, or is set twice");
        assertThat(faults(settings(Map.of("server", Map.of("host", "a"), "server.host", "b"))))
                .containsExactly("settings: $.server.host: cannot have this value, or is set twice");
        assertThat(faults(settings(Map.of("server", 1, "server.host", "b")))).isNotEmpty();
        assertThat(faults(settings(Map.of("", 1)))).hasSize(1);
        assertThat(faults(settings(Map.of("server", List.of()))))
                .containsExactly("settings: $.server: must be an object");
    }

    @Test
    void whatBelongsInAnotherFileIsSentThere() {
        assertThat(faults(gateway(directory, """
                {"platforms": {}, "routes": {}}""")))
                .containsExactlyInAnyOrder(
                        "gateway_config.json: $.platforms: belongs in platform_strategy.json",
                        "gateway_config.json: $.routes: belongs in router_config.json");
    }

    @Test
    void sourcesDoNotShowTheirSecrets() {
        ConfigSource source = new ConfigSource(
                Optional.empty(), Map.of("auth.jwt_secret", "hush"), Map.of("GATEWAY_AUTH_JWT_SECRET", "hush"));

        assertThat(source.toString()).doesNotContain("hush").contains("auth.jwt_secret");
    }
}
