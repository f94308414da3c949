package io.mychat.gateway.core.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.mychat.gateway.spi.ModuleProvider;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
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
        Loading.write(directory, "gateway_config.json", "{}");

        assertThat(manager.reload(ConfigFile.GATEWAY, Optional.empty())).isInstanceOf(ReloadOutcome.Reloaded.class);

        assertThat(manager.warnings()).isEmpty();
    }

    private ConfigManager manager(String json) {
        return ConfigManager.load(
                new ConfigurationLoader(List.of(module), Loading.TIME), Loading.gateway(directory, json));
    }
}
