package io.mychat.gateway.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.mychat.gateway.core.config.ConfigFault;
import io.mychat.gateway.core.config.reading.ConfigSource;
import io.mychat.gateway.core.config.reading.ConfigurationLoader;
import io.mychat.gateway.core.reload.ConfigManager;
import io.mychat.gateway.core.testing.GuardModule;
import io.mychat.gateway.spi.ModuleProvider;
import io.mychat.gateway.spi.config.ModuleSettings;
import io.mychat.gateway.testkit.ManualTime;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What {@code check} advises. */
class SecurityAdviceTest {

    private static final String KEY = "5d7b3c1e9f2a4b6c8d0e1f2a3b4c5d6e7f8091a2b3c4d5e6f708192a3b4c5d6e";

    /** A public gateway with nothing left open, but for TLS, which a module knows. */
    private final Map<String, Object> settings = new HashMap<>(Map.of(
            "server.host",
            "0.0.0.0",
            "server.management_port",
            8082,
            "security.profile",
            "hardened",
            "security.trusted_proxies",
            List.of("10.0.0.1"),
            "security.client_address",
            "x-real-ip",
            "security.allowed_origins",
            List.of("https://app.example.com"),
            "audit.file",
            "audit.log",
            "audit.key",
            KEY));

    private List<String> advice(Map<String, String> environment, ModuleProvider... modules) {
        ConfigManager configuration = ConfigManager.load(
                new ConfigurationLoader(List.of(modules), new ManualTime()),
                new ConfigSource(Optional.empty(), settings, environment));
        return SecurityAdvice.of(configuration, environment, false).stream()
                .map(ConfigFault::path)
                .toList();
    }

    @Test
    void whoLeavesNothingOpenHearsNothing() {
        assertThat(advice(Map.of())).isEmpty();
    }

    @Test
    void aGatewayOfThisMachineHearsOnlyOfSecretsAndRedis() {
        settings.clear();
        settings.put("server.host", "127.0.0.1");

        assertThat(advice(Map.of())).isEmpty();
        assertThat(advice(Map.of("REDIS_HOST", "redis"))).containsExactly("$.redis");
    }

    @Test
    void aGatewayWithDefaultsHearsOfEverythingThatIsOpen() {
        settings.clear();

        assertThat(advice(Map.of()))
                .containsExactly(
                        "$.server.ssl_enabled",
                        "$.server.management_port",
                        "$.security.allowed_origins",
                        "$.security.profile",
                        "$.audit.file");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "security.max_connections_per_ip",
                "security.max_unauthenticated_per_ip",
                "security.messages_per_second",
                "security.user_messages_per_second",
                "security.user_bytes_per_second",
                "security.failed_logins_per_minute.address",
                "security.failed_logins_per_minute.user_and_address",
                "security.failed_logins_per_minute.credentials"
            })
    void aLimitThatIsOffIsNamed(String key) {
        settings.put(key, 0);

        assertThat(advice(Map.of())).containsExactly("$." + key);
    }

    @ParameterizedTest
    @CsvSource({
        "security.messages_per_second, 21, true",
        "security.messages_per_second, 20, false",
        "security.messages_per_second, 5, false",
        "security.handshakes_per_second_per_ip, 0, true",
        "security.handshakes_per_second_per_ip, 500, true",
        "security.handshakes_per_second_per_ip, 3, false",
        "security.rate_refusals_before_close, 0, true",
        "auth.session_timeout_seconds, 30, true",
        "auth.session_timeout_seconds, 4, false",
        "auth.refresh_expire_seconds, 2592000, true",
        "security.automatic_bans.enabled, false, true",
        "security.automatic_bans.enabled, true, false"
    })
    void aKeyThatIsLessStrictThanTheProfileIsNamed(String key, String value, boolean named) {
        settings.put(key, value.matches("\\d+") ? (Object) Long.valueOf(value) : Boolean.valueOf(value));

        assertThat(advice(Map.of())).isEqualTo(named ? List.of("$." + key) : List.of());
    }

    @Test
    void aConsoleOnThePortOfTheClientsIsNamed() {
        settings.put("console.enabled", true);
        assertThat(advice(Map.of(), new SwitchModule())).isEmpty();

        settings.put("server.management_port", 0);
        assertThat(advice(Map.of(), new SwitchModule())).contains("$.console.enabled");

        settings.put("console.enabled", false);
        assertThat(advice(Map.of(), new SwitchModule())).doesNotContain("$.console.enabled");
    }

    /** A module with the key of gateway-console. */
    private static final class SwitchModule implements ModuleProvider {

        @Override
        public String name() {
            return "switch";
        }

        @Override
        public Set<String> sections() {
            return Set.of("console");
        }

        @Override
        public String schema() {
            return """
                    {"properties":{"console":{"type":"object","properties":{
                      "enabled":{"type":["boolean","string"],"default":false}}}}}""";
        }

        @Override
        public Module configure(ModuleSettings settings) {
            settings.section("console").flag("enabled");
            return services -> {};
        }
    }

    @Test
    void theKeysOfModulesAreNamedToo() {
        settings.put("guard.most", 11);
        settings.put("guard.words", List.of("strict", "loose"));

        assertThat(advice(Map.of(), new GuardModule())).containsExactly("$.guard.most", "$.guard.words");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "change-me-change-me-change-me-change-me",
                "my secret key, my secret key, my secret key!",
                "Please replace this example secret 1234567890"
            })
    void aSecretOfExamplesIsNamed(String secret) {
        settings.put("audit.key", secret);

        assertThat(advice(Map.of())).containsExactly("$.audit.key");
    }

    @Test
    void anApiKeyOfExamplesIsNamed() {
        settings.put(
                "security.api_keys",
                List.of(
                        Map.of("name", "a", "sha256", KEY),
                        Map.of(
                                "name",
                                "b",
                                // of "secret"
                                "sha256",
                                "2BB80D537B1DA3E38BD30361AA855686BDE0EACD7162FEF6A25FE97BF527A25B")));

        assertThat(advice(Map.of())).containsExactly("$.security.api_keys[1].sha256");
    }
}
