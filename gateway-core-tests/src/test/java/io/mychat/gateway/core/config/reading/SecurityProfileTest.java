package io.mychat.gateway.core.config.reading;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mychat.gateway.core.config.ConfigException;
import io.mychat.gateway.core.config.ConfigFile;
import io.mychat.gateway.core.config.ReloadOutcome;
import io.mychat.gateway.core.config.security.SecurityConfig;
import io.mychat.gateway.core.config.security.SecurityProfile;
import io.mychat.gateway.core.http.ApiContract;
import io.mychat.gateway.core.testing.ConfigFiles;
import io.mychat.gateway.core.testing.GuardModule;
import io.mychat.gateway.core.testing.TestGateway;
import io.mychat.gateway.testkit.ManualTime;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code security.profile}. */
class SecurityProfileTest {

    @Test
    void withoutAProfileTheDefaultsAreTheNormalOnes() {
        SecurityConfig security = ConfigFixture.defaults().gateway().security();

        assertThat(security.profile()).isEqualTo(SecurityProfile.NORMAL);
        assertThat(security.messagesPerSecond()).isEqualTo(100);
        assertThat(security.automaticBans().enabled()).isFalse();
    }

    @Test
    void hardenedHasStrictDefaultsAndWrittenKeysWin() {
        var config = ConfigFixture.config(Map.of(
                "security.profile", "hardened", "security.message_burst", 777, "security.automatic_bans.max_bans", 5));

        SecurityConfig security = config.security();
        assertThat(security.profile()).isEqualTo(SecurityProfile.HARDENED);
        assertThat(security.messagesPerSecond()).isEqualTo(20);
        assertThat(security.messageBurst()).isEqualTo(777);
        assertThat(security.handshakes().handshakesPerSecondPerIp()).isEqualTo(20);
        assertThat(security.failedLoginsPerMinute().address()).isEqualTo(20);
        assertThat(security.automaticBans().enabled()).isTrue();
        assertThat(security.automaticBans().bounds().maxBans()).isEqualTo(5);
        assertThat(config.server().handshakesPerSecond()).isEqualTo(1000);
        assertThat(config.auth().maxFailedAttempts()).isEqualTo(3);
    }

    @Test
    void modulesTakePartWithTheirOwnKeys() {
        GuardModule guard = new GuardModule();
        ConfigurationLoader loader = new ConfigurationLoader(List.of(guard), new ManualTime());

        loader.load(new ConfigSource(Optional.empty(), Map.of(), Map.of()));
        assertThat(guard.most()).isEqualTo(50);
        assertThat(guard.isLocked()).isFalse();
        assertThat(guard.words()).containsExactly("strict", "loose");

        Map<String, Object> settings = Map.of("security.profile", "hardened", "guard.locked", false);
        loader.load(new ConfigSource(Optional.empty(), settings, Map.of()));
        assertThat(guard.most()).isEqualTo(10);
        assertThat(guard.isLocked()).as("written").isFalse();
        assertThat(guard.words()).containsExactly("strict");
    }

    @Test
    void anUnknownProfileIsOneFault() {
        assertThatThrownBy(() -> ConfigFixture.config(Map.of("security.profile", "hardend")))
                .isInstanceOfSatisfying(
                        ConfigException.class,
                        e -> assertThat(e.faults())
                                .singleElement()
                                .asString()
                                .contains("security.profile", "did you mean hardened"));
    }

    @Test
    void aReloadSaysWhatTheProfileChanges(@TempDir Path directory) {
        ConfigFiles files = new ConfigFiles(directory);
        Path main = files.gateway("{'security': {'message_burst': 70}}");
        try (TestGateway gateway =
                TestGateway.start(builder -> builder.config(main).setting("server.watch_config", false))) {
            files.gateway("{'security': {'message_burst': 70, 'profile': 'hardened'}}");

            ReloadOutcome outcome = gateway.server.reload(ConfigFile.GATEWAY, "test");

            assertThat(outcome).isInstanceOfSatisfying(ReloadOutcome.Reloaded.class, reloaded -> {
                assertThat(reloaded.changes())
                        .contains(
                                new ReloadOutcome.Change("$.security.messages_per_second", "100", "20"),
                                new ReloadOutcome.Change("$.security.automatic_bans.enabled", "false", "true"))
                        .noneMatch(change -> change.path().equals("$.security.message_burst"));
            });
            assertThat(ApiContract.json(gateway.http.get("/api/system/config", gateway.bearer("root")))
                            .at("/gateway_config/security/messages_per_second")
                            .intValue())
                    .isEqualTo(20);
        }
    }
}
