package io.mychat.gateway.core.reload;

import static io.mychat.gateway.core.config.reading.ConfigFixture.write;
import static org.assertj.core.api.Assertions.assertThat;

import io.mychat.gateway.core.config.ConfigFault;
import io.mychat.gateway.core.config.ConfigFile;
import io.mychat.gateway.core.config.ConfigSnapshot;
import io.mychat.gateway.core.config.ReloadOutcome;
import io.mychat.gateway.core.config.reading.ConfigFixture;
import io.mychat.gateway.core.config.reading.ConfigurationLoader;
import io.mychat.gateway.spi.ReloadResult;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigManagerTest {

    private ReloadParticipant participant = ReloadParticipant.none();

    @TempDir
    private Path directory;

    private ConfigManager manager(String json, Map<String, String> environment) {
        ConfigurationLoader loader = new ConfigurationLoader(List.of(), ConfigFixture.TIME);
        return ConfigManager.load(loader, ConfigFixture.gateway(directory, json).withEnvironment(environment));
    }

    private ReloadOutcome reload(ConfigManager manager, String json) {
        write(directory, "gateway_config.json", json);
        return manager.reload(ConfigFile.GATEWAY, Optional.empty(), () -> participant);
    }

    @Test
    void theLastGoodConfigurationStays() {
        ConfigManager manager = manager("{}", Map.of());
        ConfigSnapshot first = manager.current();

        assertThat(reload(manager, "{\"server\": {\"host\": 1}}"))
                .isInstanceOfSatisfying(
                        ReloadOutcome.Rejected.class,
                        rejected -> assertThat(rejected.faults()).hasSize(1));
        assertThat(manager.current()).isSameAs(first);

        assertThat(reload(manager, "{\"server\": {\"drain_seconds\": 1}}")).isInstanceOf(ReloadOutcome.Reloaded.class);
        assertThat(manager.current()).isNotSameAs(first);
    }

    @Test
    void whatAParticipantFindsWrongIsAFaultLikeAnyOther() {
        ConfigManager manager = manager("{}", Map.of());
        List<String> applied = new ArrayList<>();
        participant = new ReloadParticipant() {
            @Override
            public List<ConfigFault> check(ConfigSnapshot next, List<ConfigSnapshot.ConfiguredModule> running) {
                return next.gateway().security().messageBurst() == 7
                        ? List.of(new ConfigFault("f", "$.p", "is not liked"))
                        : List.of();
            }

            @Override
            public ReloadResult apply(ConfigSnapshot now, List<ConfigSnapshot.ConfiguredModule> modules) {
                applied.add("burst " + now.gateway().security().messageBurst());
                return new ReloadResult(List.of("$.auth.users_file"), List.of("$.auth.other"));
            }
        };
        ConfigSnapshot before = manager.current();

        assertThat(reload(manager, "{\"security\": {\"message_burst\": 7}}"))
                .isInstanceOf(ReloadOutcome.Rejected.class);
        assertThat(manager.current()).isSameAs(before);
        assertThat(reload(manager, "{\"security\": {\"message_burst\": 8}}"))
                .isInstanceOfSatisfying(ReloadOutcome.Reloaded.class, reloaded -> {
                    assertThat(reloaded.changes())
                            .extracting(ReloadOutcome.Change::toString)
                            .containsExactly(
                                    "$.security.message_burst: 500 -> 8",
                                    "$.auth.users_file: (content) -> (other content)");
                    assertThat(reloaded.restartNeeded()).containsExactly("$.auth.other");
                });
        assertThat(applied).containsExactly("burst 8");
    }

    @Test
    void valuesOutOfTheEnvironmentAreNotShown() {
        ConfigManager manager = manager(
                "{\"server\": {\"drain_seconds\": \"${A}\"}, \"security\": {\"ip_allow\": [\"${B}\"]}}",
                Map.of("A", "3", "B", "10.1.2.3"));

        ReloadOutcome outcome = reload(manager, "{\"server\": {\"drain_seconds\": 4}}");

        assertThat(outcome.toString())
                .contains("$.server.drain_seconds: (not shown) -> 4")
                .contains("$.security.ip_allow: (not shown) -> []")
                .doesNotContain("10.1.2.3");
    }

    @Test
    void filesThatAreMissingOrBadAreWatchedToo() {
        ConfigManager manager = manager("{}", Map.of());
        assertThat(manager.files())
                .contains(directory.resolve("gateway_config.json"), directory.resolve("router_config.json"));

        assertThat(reload(manager, "{\"server\": {\"platform_strategy\": \"other.json\"}}"))
                .isInstanceOf(ReloadOutcome.Rejected.class);

        assertThat(manager.files())
                .contains(directory.resolve("other.json"), directory.resolve("platform_strategy.json"));
    }

    @Test
    void readersNeverSeeAMixture() throws Exception {
        ConfigManager manager = manager(numbered(1), Map.of());
        AtomicBoolean done = new AtomicBoolean();
        ExecutorService readers = Executors.newFixedThreadPool(1);
        try {
            List<Future<Integer>> looks = List.of(readers.submit(() -> look(manager, done)));
            for (int i = 0; i < 200; i++) {
                int n = 1 + i % 9;
                boolean bad = i % 2 == 1;
                String platforms = "{\"platforms\": {\"web\": {\"max_devices\": " + (bad ? 0 : n) + "}}}";
                write(directory, "platform_strategy.json", platforms);
                assertThat(reload(manager, numbered(n)) instanceof ReloadOutcome.Rejected)
                        .isEqualTo(bad);
            }
            done.set(true);
            for (Future<Integer> count : looks) {
                assertThat(count.get()).isPositive();
            }
        } finally {
            done.set(true);
            readers.shutdownNow();
        }
    }

    /** All numbers of a good configuration are the same. */
    private static String numbered(int n) {
        return "{\"server\": {\"drain_seconds\": " + n + "}, \"security\": {\"message_burst\": " + n + "}}";
    }

    private static int look(ConfigManager manager, AtomicBoolean done) {
        int looks = 0;
        while (!done.get() || looks == 0) {
            ConfigSnapshot now = manager.current();
            int burst = now.gateway().security().messageBurst();
            int seats = now.platforms().platform("web").orElseThrow().maxDevices();
            assertThat(now.gateway().server().drain().toSeconds()).isEqualTo(burst);
            assertThat(seats).isEqualTo(burst);
            looks++;
        }
        return looks;
    }
}
