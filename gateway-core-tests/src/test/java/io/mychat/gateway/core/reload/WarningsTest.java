package io.mychat.gateway.core.reload;

import static org.assertj.core.api.Assertions.assertThat;

import io.mychat.gateway.core.config.ConfigFault;
import io.mychat.gateway.core.config.ConfigFile;
import io.mychat.gateway.core.config.ReloadOutcome;
import io.mychat.gateway.core.config.reading.ConfigFixture;
import io.mychat.gateway.core.config.reading.ConfigSource;
import io.mychat.gateway.core.config.reading.ConfigurationLoader;
import io.mychat.gateway.core.config.reading.FakeModule;
import io.mychat.gateway.spi.ModuleProvider;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** What somebody should look at, although the configuration is usable. */
class WarningsTest {

    @TempDir
    private Path directory;

    private final ModuleProvider module = FakeModule.reading(
            "fake",
            settings -> settings.section("fake")
                    .text("old")
                    .ifPresent(value -> settings.section("fake").warn("old", "expires soon")));

    @Test
    void aWarningNamesItsPlaceAndIsNoFault() {
        ConfigManager manager = manager("{\"fake\":{\"old\":\"yes\"}}");

        assertThat(manager.warnings())
                .containsExactly(new ConfigFault("gateway_config.json", "$.fake.old", "expires soon"));
    }

    @Test
    void aReloadReplacesTheWarnings() {
        ConfigManager manager = manager("{\"fake\":{\"old\":\"yes\"}}");
        ConfigFixture.write(directory, "gateway_config.json", "{}");

        assertThat(manager.reload(ConfigFile.GATEWAY, Optional.empty(), ReloadParticipant::none))
                .isInstanceOf(ReloadOutcome.Reloaded.class);

        assertThat(manager.warnings()).isEmpty();
    }

    @Test
    void aRetryCountWithoutEffectIsWarnedOf() {
        ConfigFixture.write(directory, "router_config.json", """
                {"routes": {"1001": {"handler": "auth_login", "retry_count": 3},
                            "2001": {"handler": "message_send", "retry_count": 1},
                            "3001": {"handler": "heartbeat", "retry_count": 1},
                            "5001": {"handler": "own", "retry_count": 2},
                            "5002": {"handler": "own", "retry_count": 2, "idempotent": true},
                            "5003": {"handler": "own"}}}""");

        assertThat(manager("{}").warnings())
                .extracting(ConfigFault::path)
                .containsExactly("$.routes['3001'].retry_count", "$.routes['5001'].retry_count");
    }

    private ConfigManager manager(String json) {
        return ConfigManager.load(
                new ConfigurationLoader(List.of(module), ConfigFixture.TIME), ConfigFixture.gateway(directory, json));
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void aSecretInAReadableFileIsAWarning() throws IOException {
        Path file = ConfigFixture.write(directory, "gateway_config.json", """
                {"security":{"api_keys":[{"name":"a","sha256":"%s","roles":[]}]}}""".formatted("ab".repeat(32)));
        Path router = ConfigFixture.write(directory, "router_config.json", """
                {"services":{"open":{"servers":["http://h"],"secret":"hush"},
                             "default":{"servers":["http://h"],"secret":"${ABSENT:hush}"},
                             "empty":{"servers":["http://h"],"secret":"${ABSENT:}"},
                             "quiet":{"servers":["http://h"],"secret":"${SECRET:hush}"}}}""");
        ConfigSource source = new ConfigSource(Optional.of(file), Map.of(), Map.of("SECRET", "from outside"));
        for (Path each : List.of(file, router)) {
            Files.setPosixFilePermissions(each, PosixFilePermissions.fromString("rw-r--r--"));
        }

        List<ConfigFault> warnings = ConfigManager.load(new ConfigurationLoader(List.of(), ConfigFixture.TIME), source)
                .warnings();
        assertThat(warnings)
                .extracting(ConfigFault::path)
                .contains("$.services.open.secret", "$.services.default.secret")
                .doesNotContain("$.services.quiet.secret", "$.services.empty.secret");
        assertThat(warnings.toString()).doesNotContain("hush", "from outside");

        for (Path each : List.of(file, router)) {
            Files.setPosixFilePermissions(each, PosixFilePermissions.fromString("rw-r-----"));
        }
        assertThat(ConfigManager.load(new ConfigurationLoader(List.of(), ConfigFixture.TIME), source)
                        .warnings())
                .isEmpty();
    }
}
