package io.mychat.gateway.core.reload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mychat.gateway.core.config.ConfigFault;
import io.mychat.gateway.core.config.ConfigFile;
import io.mychat.gateway.core.config.ConfigSnapshot;
import io.mychat.gateway.core.config.reading.ConfigSource;
import io.mychat.gateway.core.config.reading.ConfigurationLoader;
import io.mychat.gateway.core.testing.ConfigFiles;
import io.mychat.gateway.core.threads.NoThreadException;
import io.mychat.gateway.core.watch.LivenessCheck.Repair;
import io.mychat.gateway.spi.ReloadResult;
import io.mychat.gateway.spi.event.GatewayEvent;
import io.mychat.gateway.testkit.ManualTime;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The watch and its repair, above all while a reload does not come to its end. */
@Timeout(60)
class ConfigWatchSupervisorTest {

    @TempDir
    private Path directory;

    private final ManualTime time = new ManualTime();
    private final List<GatewayEvent> events = new CopyOnWriteArrayList<>();
    private final CountDownLatch reading = new CountDownLatch(1);
    private final CountDownLatch answer = new CountDownLatch(1);

    private ConfigManager configuration;
    private Reloader reloader;
    private ConfigWatchSupervisor watch;

    @BeforeEach
    void start() {
        Path main = new ConfigFiles(directory).gateway("{'server': {'watch_poll_seconds': 1}}");
        configuration = load(main, time);
        reloader = new Reloader(configuration, stuck, events::add, time);
        watch = new ConfigWatchSupervisor(
                configuration, configuration.current().gateway().server(), reloader, time);
        watch.start();
    }

    private static ConfigManager load(Path main, ManualTime time) {
        return ConfigManager.load(
                new ConfigurationLoader(List.of(), time), new ConfigSource(Optional.of(main), Map.of(), Map.of()));
    }

    @AfterEach
    void letGo() {
        answer.countDown();
        watch.close();
    }

    /** Holds the first reload, under the lock that orders them, as a file would that does not answer. */
    private final ReloadParticipant stuck = new ReloadParticipant() {
        @Override
        public List<ConfigFault> check(ConfigSnapshot next, List<ConfigSnapshot.ConfiguredModule> running) {
            reading.countDown();
            try {
                answer.await();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
            return List.of();
        }

        @Override
        public ReloadResult apply(ConfigSnapshot now, List<ConfigSnapshot.ConfiguredModule> modules) {
            return ReloadResult.nothing();
        }
    };

    @Test
    void aRepairDoesNotWaitForAReloadThatHangsAndThereIsOneAtATime() throws Exception {
        Object before = watch.sign();
        Thread hanging =
                new Thread(() -> reloader.reload(ConfigFile.GATEWAY, Optional.empty(), "one that hangs"), "hanging");
        hanging.start();
        reading.await();
        time.advance(Duration.ofMinutes(1));

        assertThat(watch.restart()).isInstanceOf(Repair.Tried.class);
        await().until(() -> !watch.sign().equals(before));
        assertThat(watch.restart()).isInstanceOf(Repair.Failed.class);

        answer.countDown();
        await().untilAsserted(() -> assertThat(events).hasSize(2));
        await().until(() -> watch.restart() instanceof Repair.Tried);
        await().untilAsserted(() -> assertThat(events).hasSize(3));
        hanging.join();
    }

    @Test
    void theEndDoesNotWaitForAReloadThatHangs() throws Exception {
        assertThat(watch.restart()).isInstanceOf(Repair.Tried.class);
        reading.await();

        reloader.close();
        watch.close();

        assertThat(events).isEmpty();
    }

    @Test
    void aWatchThatIsStartedAgainKeepsToThePaceOfTheStart() {
        reloader.close();
        new ConfigFiles(directory).gateway("{'server': {'watch_poll_seconds': 3600}}");
        await().untilAsserted(() -> assertThat(events).hasSize(1));

        assertThat(watch.restart()).isInstanceOf(Repair.Tried.class);
        await().untilAsserted(() -> assertThat(events).hasSize(2));
        time.advance(Duration.ofMinutes(1));
        Object before = watch.sign();
        time.advance(Duration.ofMinutes(1));

        await().until(() -> !watch.sign().equals(before));
        assertThat(watch.poll()).isEqualTo(Duration.ofSeconds(1));
    }

    @Test
    void aChangeBetweenTheReadingAndTheStartIsObeyed(@TempDir Path elsewhere) {
        ConfigFiles files = new ConfigFiles(elsewhere);
        Path main = files.gateway("{'server': {'watch_poll_seconds': 1}}");
        files.platforms("{'platforms': {'web': {'max_devices': 2}}}");
        ConfigManager built = load(main, time);

        files.platforms("{'platforms': {'web': {'max_devices': 7}}}");
        try (ConfigWatchSupervisor started = new ConfigWatchSupervisor(
                built,
                built.current().gateway().server(),
                new Reloader(built, ReloadParticipant.none(), events::add, time),
                time)) {
            started.start();
            await().untilAsserted(() -> assertThat(events).hasSize(1));
        }

        assertThat(events.get(0).toString()).contains("$.platforms.web.max_devices: 2 -> 7");
    }

    @Test
    void aRepairThatGetsNoThreadIsTriedAgain() {
        reloader.close();
        AtomicInteger tries = new AtomicInteger();
        try (ConfigWatchSupervisor poor = new ConfigWatchSupervisor(
                configuration, configuration.current().gateway().server(), reloader, time, repair -> {
                    if (tries.incrementAndGet() == 1) {
                        throw new NoThreadException(
                                "no thread", new OutOfMemoryError("unable to create native thread"));
                    }
                    repair.run();
                })) {
            assertThat(poor.restart()).isInstanceOf(Repair.Failed.class);
            assertThat(events).isEmpty();

            assertThat(poor.restart()).isInstanceOf(Repair.Tried.class);
            assertThat(events).hasSize(1);
        }
    }
}
