package io.mychat.gateway.core.config.reading;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mychat.gateway.core.config.AcceptLimits;
import io.mychat.gateway.core.config.AuthConfig;
import io.mychat.gateway.core.config.ConfigException;
import io.mychat.gateway.core.config.EventStreamConfig;
import io.mychat.gateway.core.config.GatewayConfig;
import io.mychat.gateway.core.config.MessagesConfig;
import io.mychat.gateway.core.config.PluginsConfig;
import io.mychat.gateway.core.config.PluginsConfig.PluginLimits;
import io.mychat.gateway.core.config.ProcessingConfig;
import io.mychat.gateway.core.config.ProcessingConfig.StoreRetryLimits;
import io.mychat.gateway.core.config.RolloutConfig;
import io.mychat.gateway.core.config.RouteConfig;
import io.mychat.gateway.core.config.ServerConfig;
import io.mychat.gateway.core.config.TraceConfig;
import io.mychat.gateway.core.config.security.AnomalyConfig;
import io.mychat.gateway.core.config.security.AnomalyThreshold;
import io.mychat.gateway.core.config.security.ApiKey;
import io.mychat.gateway.core.config.security.AuditAnchorConfig;
import io.mychat.gateway.core.config.security.AuditConfig;
import io.mychat.gateway.core.config.security.AutomaticBanConfig;
import io.mychat.gateway.core.config.security.ClientAddressConfig;
import io.mychat.gateway.core.config.security.FailedLoginLimits;
import io.mychat.gateway.core.config.security.SecurityConfig;
import io.mychat.gateway.core.config.security.SecurityProfile;
import io.mychat.gateway.core.config.security.UserLimits;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GatewayConfigTest {

    private static final String AUDIT_KEY = "a key of this test, which is long enough";
    private static final String HASH = "0123456789abcdef".repeat(4);

    @Test
    void defaultsAreThoseOfTheDesign() {
        assertThat(ConfigFixture.defaults().gateway())
                .isEqualTo(new GatewayConfig(
                        new ServerConfig(
                                "0.0.0.0",
                                8080,
                                8081,
                                true,
                                0,
                                Optional.empty(),
                                65536,
                                64,
                                100_000,
                                0,
                                2000,
                                Duration.ofSeconds(10),
                                Duration.ofSeconds(30),
                                Duration.ofSeconds(20),
                                Duration.ofSeconds(5),
                                1_048_576,
                                10_000,
                                8192,
                                0,
                                8192,
                                new AcceptLimits(10_000, 256, 1000, 256, 2000, 256, 64),
                                new RolloutConfig(0, Optional.empty(), Duration.ofSeconds(60), Duration.ZERO),
                                new EventStreamConfig(
                                        false,
                                        1000,
                                        500,
                                        8,
                                        1000,
                                        Duration.ofSeconds(20),
                                        10_000,
                                        Duration.ofSeconds(30)),
                                Optional.empty(),
                                Optional.empty(),
                                true,
                                Duration.ofSeconds(10),
                                Duration.ofSeconds(5)),
                        new AuthConfig(
                                Duration.ofSeconds(30),
                                Duration.ofDays(30),
                                Duration.ofDays(180),
                                5,
                                16_384,
                                16,
                                Duration.ofDays(30)),
                        new SecurityConfig(
                                SecurityProfile.NORMAL,
                                List.of(),
                                List.of(),
                                new ClientAddressConfig(ClientAddressConfig.Source.PEER, List.of(), List.of()),
                                Set.of(),
                                4096,
                                new SecurityConfig.HandshakeLimits(0, 100, 100_000),
                                256,
                                0,
                                100,
                                500,
                                new UserLimits(200, 1000, 1_048_576, 16_777_216, 200_000, Map.of(), Map.of()),
                                100,
                                Duration.ofSeconds(10),
                                new FailedLoginLimits(10, 60, 100, 60),
                                10,
                                List.of(),
                                List.of(),
                                500,
                                new AnomalyConfig(
                                        threshold(300, 60),
                                        threshold(30, 60),
                                        threshold(6000, 60),
                                        threshold(50, 600),
                                        threshold(20, 3600),
                                        10_000,
                                        60),
                                new SecurityConfig.BanLimits(10_000, Duration.ofSeconds(1)),
                                new AutomaticBanConfig(
                                        false,
                                        new AnomalyThreshold(20, Duration.ofMinutes(1)),
                                        new AnomalyThreshold(50, Duration.ofMinutes(5)),
                                        new AnomalyThreshold(50, Duration.ofMinutes(5)),
                                        new AnomalyThreshold(10, Duration.ofMinutes(5)),
                                        new AutomaticBanConfig.Lengths(
                                                Duration.ofMinutes(5), Duration.ofDays(1), Duration.ofDays(1)),
                                        new AutomaticBanConfig.GoodUsers(20, Duration.ofDays(7)),
                                        List.of(),
                                        new AutomaticBanConfig.Bounds(10_000, 60, 10_000))),
                        new ProcessingConfig(
                                1000,
                                10_000,
                                Duration.ofSeconds(5),
                                1_048_576,
                                64,
                                1_048_576,
                                256,
                                0,
                                16,
                                4,
                                Duration.ofSeconds(2),
                                1000,
                                4,
                                512,
                                Duration.ofSeconds(5),
                                200,
                                10_000,
                                new StoreRetryLimits(10_000, Duration.ofMinutes(4), Duration.ofSeconds(2)),
                                new ProcessingConfig.HostCallLimits(16, 1000)),
                        new MessagesConfig(
                                Duration.ofDays(30),
                                10_000,
                                Duration.ofHours(24),
                                Duration.ofHours(24),
                                100_000,
                                200_000,
                                200_000,
                                0,
                                new MessagesConfig.UndeliveredLimits(Duration.ofSeconds(5), 10_000),
                                new MessagesConfig.HeldLimits(1000, 16 << 20, Duration.ofMinutes(10))),
                        new TraceConfig(Duration.ofMinutes(5), 2000, 16),
                        new AuditConfig(
                                Optional.empty(),
                                Optional.empty(),
                                List.of(),
                                104_857_600,
                                true,
                                400,
                                10_000,
                                1000,
                                AuditConfig.Fsync.EVERY_SECOND,
                                new AuditAnchorConfig(Optional.empty(), Optional.empty(), Duration.ofSeconds(300))),
                        new PluginsConfig(
                                Optional.empty(),
                                Duration.ofSeconds(5),
                                256,
                                new PluginLimits(
                                        8, 100, 100, 10_000, Duration.ofSeconds(10), Duration.ofSeconds(1), Map.of()),
                                Map.of())));
    }

    @Test
    void theEmbeddedStoreTakesNoMoreThanAQuarterOfTheHeap() {
        long quarter = Runtime.getRuntime().maxMemory() / 4;

        assertThat(ConfigFixture.defaults().gateway().messages().totalBytes()).isEqualTo(Math.min(256 << 20, quarter));
        assertThat(ConfigFixture.config(Map.of("messages.max_total_bytes", 3_600_000))
                        .messages()
                        .totalBytes())
                .isEqualTo(3_600_000);
    }

    @Test
    void aRouteRefusesWhatTheFileRefuses() {
        RouteConfig route = RouteConfig.toHandler("h");

        assertThatThrownBy(() -> route.withTimeout(Duration.ZERO))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("timeout_ms must be from 1 to 3600000, not 0");
        assertThatThrownBy(() -> route.withRetries(11, true))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("retry_count");
    }

    @ParameterizedTest
    @CsvSource({"security.failed_logins_per_minute.user_and_address, -1", "auth.session_timeout_seconds, 0"})
    void aValueOutOfBoundsIsAFault(String key, int value) {
        assertThatThrownBy(() -> ConfigFixture.config(Map.of(key, value)))
                .isInstanceOf(ConfigException.class)
                .hasMessageStartingWith("settings: $." + key + ": must be a whole number from ")
                .hasMessageEndingWith(", not " + value);
    }

    @Test
    void anUnknownSettingIsAFaultWithASuggestion() {
        assertThatThrownBy(() -> ConfigFixture.config(Map.of("server.webSocketPort", 1)))
                .isInstanceOf(ConfigException.class)
                .hasMessage("settings: $.server.webSocketPort: unknown key; did you mean websocket_port?");
    }

    @Test
    void hashesOfApiKeysAreNotShown() {
        assertThat(new ApiKey("billing", HASH, Set.of())).hasToString("ApiKey[billing, []]");
    }

    @Test
    void theAuditNeedsAKeyOfItsOwnAndIdsThatDiffer() {
        assertThatThrownBy(() -> ConfigFixture.config(Map.of("audit.file", "audit.log")))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("$.audit.key: is missing");
        assertThatThrownBy(() -> ConfigFixture.config(Map.of(
                        "audit.file",
                        "audit.log",
                        "audit.key",
                        "short",
                        "audit.previous_keys",
                        List.of(Map.of("id", "1", "key", AUDIT_KEY), Map.of("id", "0")))))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("audit.key: must have at least 32 bytes")
                .hasMessageContaining("previous_keys[0].id: is already the id of another key")
                .hasMessageContaining("previous_keys[1].key: is missing")
                .hasMessageNotContaining("short");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"http://127.0.0.1:99999/a", "http://127.0.0.1:0/a", "https://", "http://[::1/a", "https://a|b/"})
    void theAnchorIsPostedToAUrlThatExists(String url) {
        assertThatThrownBy(() -> ConfigFixture.config(
                        Map.of("audit.anchor_url", url, "audit.anchor_secret", "a secret of at least 24 bytes")))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("$.audit.anchor_url: must be ");
    }

    private static AnomalyThreshold threshold(int count, int seconds) {
        return new AnomalyThreshold(count, Duration.ofSeconds(seconds));
    }

    @Test
    void aNameMayHaveTwoApiKeysWithTheSameRoles() {
        Map<String, Object> old = Map.of("name", "billing", "sha256", HASH, "roles", List.of("push"));
        Map<String, Object> next = Map.of("name", "billing", "sha256", "f".repeat(64), "roles", List.of("push"));
        Map<String, Object> other = Map.of("name", "billing", "sha256", "e".repeat(64), "roles", List.of("admin"));

        assertThat(ConfigFixture.config(Map.of("security.api_keys", List.of(old, next)))
                        .security()
                        .apiKeys())
                .hasSize(2);
        assertThatThrownBy(() -> ConfigFixture.config(Map.of("security.api_keys", List.of(old, other))))
                .hasMessageContaining("two keys have the name billing and different roles");
    }
}
