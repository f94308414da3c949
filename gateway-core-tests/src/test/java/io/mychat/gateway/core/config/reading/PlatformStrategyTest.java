package io.mychat.gateway.core.config.reading;

import static io.mychat.gateway.core.config.reading.ConfigFixture.faults;
import static io.mychat.gateway.core.config.reading.ConfigFixture.gateway;
import static io.mychat.gateway.core.config.reading.ConfigFixture.load;
import static io.mychat.gateway.core.config.reading.ConfigFixture.write;
import static org.assertj.core.api.Assertions.assertThat;

import io.mychat.gateway.spi.session.Platform;
import io.mychat.gateway.spi.session.Platform.WhenFull;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PlatformStrategyTest {

    @TempDir
    private Path directory;

    private ConfigSource strategy(String json) {
        write(directory, "platform_strategy.json", json);
        return gateway(directory, "{}");
    }

    private ConfigSource web(String keys) {
        return strategy("{\"platforms\": {\"web\": {" + keys.replace('\'', '"') + "}}}");
    }

    private static Platform platform(String name, int devices, boolean notify, int seconds) {
        return new Platform(name, devices, WhenFull.KICK_OLDEST, notify, Duration.ofSeconds(seconds), Set.of(), false);
    }

    @Test
    void theBuiltInStrategyIsTheSpecificationsWithAnAdminPlatform() {
        assertThat(ConfigFixture.defaults().platforms().platforms().values())
                .containsExactlyInAnyOrder(
                        platform("android", 3, true, 3600),
                        platform("ios", 3, true, 3600),
                        platform("web", 1, false, 1800),
                        platform("desktop", 2, false, 7200),
                        new Platform(
                                "admin",
                                1,
                                WhenFull.KICK_OLDEST,
                                false,
                                Duration.ofMinutes(30),
                                Set.of("admin"),
                                true));
        assertThat(ConfigFixture.defaults().platforms().platform("fridge")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                " | 1 | KICK_OLDEST",
                "'max_devices': 4 | 4 | KICK_OLDEST",
                "'allow_multiple_devices': true | 3 | KICK_OLDEST",
                "'allow_multiple_devices': false, 'max_devices': 1 | 1 | KICK_OLDEST",
                "'allow_multiple_devices': false, 'kick_existing_on_login': false | 1 | REJECT",
                "'when_full': 'reject' | 1 | REJECT",
                "'max_devices': 2, 'when_full': 'reject' | 2 | REJECT",
                "'max_devices': 2, 'kick_existing_on_login': true, 'when_full': 'kick_oldest' | 2 | KICK_OLDEST"
            })
    void keysBecomePolicies(String keys, int devices, WhenFull whenFull) {
        Platform web =
                load(web(keys == null ? "" : keys)).platforms().platform("web").orElseThrow();

        assertThat(web.maxDevices()).isEqualTo(devices);
        assertThat(web.whenFull()).isEqualTo(whenFull);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "'allow_multiple_devices': false, 'max_devices': 2 | max_devices: must be 1, or absent, beside"
                        + " allow_multiple_devices: false",
                "'kick_existing_on_login': false, 'when_full': 'kick_oldest' | when_full: contradicts"
                        + " kick_existing_on_login",
                "'kick_existing_on_login': true, 'when_full': 'reject' | when_full: contradicts kick_existing_on_login",
                "'when_full': 'wait' | when_full: must be one of kick_oldest, reject",
                "'session_timeout': 0 | session_timeout: must be a whole number from 1 to 31536000, not 0",
                "'max_device': 2 | max_device: unknown key; did you mean max_devices?"
            })
    void contradictionsAreFaults(String keys, String fault) {
        assertThat(faults(web(keys))).containsExactly("platform_strategy.json: $.platforms.web." + fault);
    }

    @Test
    void theAdminPlatformIsStrictWhateverTheFileSays() {
        ConfigSource source = strategy("""
                {"platforms": {"admin": {"session_timeout": 60, "when_full": "reject"}}}""");

        assertThat(load(source).platforms().platforms())
                .containsOnlyKeys("admin")
                .containsValue(
                        new Platform("admin", 1, WhenFull.REJECT, false, Duration.ofMinutes(1), Set.of("admin"), true));
        assertThat(faults(strategy("""
                {"platforms": {"admin": {"max_devices": 2}}}""")))
                .containsExactly(
                        "platform_strategy.json: $.platforms.admin.max_devices: this platform has a single seat");
    }

    @Test
    void aStrategyNamesPlatformsByUsableNames() {
        assertThat(faults(strategy("{}")))
                .containsExactly("platform_strategy.json: $.platforms: must name at least one platform");
        assertThat(faults(strategy("""
                {"platforms": {"Web": {}}}""")))
                .containsExactly(
                        "platform_strategy.json: $.platforms.Web: a platform's name is 1 to 32 of a-z 0-9 _ -");
    }
}
