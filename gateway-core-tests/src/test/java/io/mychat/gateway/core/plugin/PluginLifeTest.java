package io.mychat.gateway.core.plugin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.mychat.gateway.core.GatewayBuilder;
import io.mychat.gateway.core.config.ConfigException;
import io.mychat.gateway.core.config.ConfigFault;
import io.mychat.gateway.core.config.ConfigFile;
import io.mychat.gateway.core.plugin.RecordingPlugin.Settings;
import io.mychat.gateway.core.testing.TestGateway;
import io.mychat.gateway.spi.GatewayPlugin;
import io.mychat.gateway.spi.PluginContext;
import io.mychat.gateway.spi.chat.SendRequest;
import io.mychat.gateway.spi.event.GatewayEvent;
import io.mychat.gateway.spi.event.GatewayListener;
import io.mychat.gateway.spi.event.HealthIndicator;
import io.mychat.gateway.spi.event.Metric;
import io.mychat.gateway.spi.message.Reply;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A plug-in from its settings to its stop. */
class PluginLifeTest {

    private final List<String> life = new CopyOnWriteArrayList<>();

    private RecordingPlugin plugin(String name, String... dependencies) {
        return new RecordingPlugin(name, life, dependencies);
    }

    private static List<ConfigFault> faults(UnaryOperator<GatewayBuilder> more) {
        List<ConfigFault> faults = new ArrayList<>();
        assertThatThrownBy(() -> TestGateway.start(more).close())
                .isInstanceOfSatisfying(ConfigException.class, e -> faults.addAll(e.faults()));
        return faults;
    }

    @Test
    void aPluginStartsAfterItsDependenciesAndStopsBeforeThem() {
        TestGateway.start(builder ->
                        builder.plugin(plugin("c", "b")).plugin(plugin("a")).plugin(plugin("b", "a")))
                .close();

        assertThat(life).containsExactly("start a", "start b", "start c", "stop c", "stop b", "stop a");
    }

    @Test
    void missingAndCircularDependenciesAreFaults() {
        assertThat(faults(builder -> builder.plugin(plugin("a", "z"))))
                .containsExactly(new ConfigFault(
                        "program",
                        "plugin a (the program)",
                        "it needs the plug-in 'z', which is not there; there are a"));
        assertThat(faults(builder -> builder.plugin(plugin("a", "b"))
                        .plugin(plugin("b", "c"))
                        .plugin(plugin("c", "b"))))
                .extracting(ConfigFault::message)
                .containsExactly("its dependencies form a circle: b -> c -> b");
        assertThat(faults(builder -> builder.plugin(plugin("a")).plugin(plugin("a"))))
                .extracting(ConfigFault::message)
                .containsExactly("another plug-in has the same name, from the program: remove one");
        assertThat(faults(builder -> builder.plugin(plugin("No Name"))))
                .extracting(ConfigFault::message)
                .first()
                .asString()
                .contains("its name \"No Name\" must be 1 to 64 of a-z 0-9 - _");
        assertThat(life).isEmpty();
    }

    @Test
    void aStartThatFailsNamesThePluginAndStopsTheOthers() {
        RecordingPlugin failing = plugin("b", "a").starting(context -> {
            throw new IllegalStateException("no licence");
        });

        assertThat(faults(builder -> builder.plugin(plugin("a")).plugin(failing).plugin(plugin("c", "b"))))
                .containsExactly(
                        new ConfigFault("program", "plugin b (the program)", "IllegalStateException: no licence"));
        assertThat(life).containsExactly("start a", "start b", "stop b", "stop a");
    }

    @Test
    void aStartThatNeverEndsIsAFault() {
        RecordingPlugin hanging = plugin("a").starting(context -> sleepForEver());

        assertThat(faults(builder -> builder.plugin(hanging).setting("plugins.lifecycle_timeout_ms", 100)))
                .extracting(ConfigFault::message)
                .containsExactly("its start took longer than plugins.lifecycle_timeout_ms, 100 ms");
    }

    @Test
    void aDeclarationThatFailsOrNeverEndsIsAFault() {
        RecordingPlugin broken = plugin("a").installing(handlers -> {
            throw new AssertionError("no commands\n\u001b[31mred");
        });
        RecordingPlugin hanging = plugin("b").installing(handlers -> sleepForEver());

        assertThat(faults(builder -> builder.plugin(broken)))
                .containsExactly(new ConfigFault(
                        "program", "plugin a (the program)", "AssertionError: no commands\\u000a\\u001b[31mred"));
        assertThat(faults(builder -> builder.plugin(hanging).setting("plugins.lifecycle_timeout_ms", 100)))
                .containsExactly(new ConfigFault(
                        "program",
                        "plugin b (the program)",
                        "its install() took longer than plugins.lifecycle_timeout_ms, 100 ms"));
    }

    private static void sleepForEver() {
        try {
            new CountDownLatch(1).await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void settingsAreReadIntoTheRecord() {
        AtomicReference<Settings> settings = new AtomicReference<>();
        RecordingPlugin greeter = plugin("greeter").starting(context -> settings.set(context.settings(Settings.class)));

        TestGateway.start(builder -> builder.plugin(greeter)
                        .setting("plugins.settings.greeter.times", 3)
                        .setting("plugins.settings.greeter.words", List.of("bad", "worse")))
                .close();

        assertThat(settings).hasValue(new Settings("hello", 3, Duration.ofMillis(50), List.of("bad", "worse")));
    }

    @Test
    void faultsOfSettingsHaveTheirPaths() {
        assertThat(faults(builder -> builder.plugin(plugin("greeter"))
                        .setting("plugins.settings.greeter.times", 6)
                        .setting("plugins.settings.greeter.tone", "low")
                        .setting("plugins.settings.greeter.words", List.of("hello"))
                        .setting("plugins.settings.absent.times", 6)))
                .extracting(fault -> fault.path() + " " + fault.message())
                .containsExactlyInAnyOrder(
                        "$.plugins.settings.greeter.times must be a whole number from 1 to 5, not 6",
                        "$.plugins.settings.greeter words must not contain the greeting",
                        "$.plugins.settings.greeter.tone unknown key",
                        "$.plugins.settings.absent unknown key");
    }

    @Test
    void aReloadTellsThePluginOfItsNewSettings(@TempDir Path directory) throws IOException {
        Path file = directory.resolve("gateway_config.json");
        Files.writeString(file, settings("\"one\""));
        RecordingPlugin greeter = plugin("greeter");
        try (TestGateway gateway =
                TestGateway.start(builder -> builder.config(file).plugin(greeter))) {
            Files.writeString(file, settings("\"two\""));
            assertThat(gateway.server.reload(ConfigFile.GATEWAY, "test").toString())
                    .contains("plugins.settings.greeter.greeting");
            assertThat(gateway.server.reload(ConfigFile.GATEWAY, "test").toString())
                    .isNotEmpty();

            Files.writeString(file, settings("2"));
            assertThat(gateway.server.reload(ConfigFile.GATEWAY, "test").toString())
                    .contains("$.plugins.settings.greeter.greeting");
        }

        assertThat(life).containsExactly("start greeter", "reload greeter two", "stop greeter");
    }

    private static String settings(String greeting) {
        return "{\"plugins\":{\"settings\":{\"greeter\":{\"greeting\":" + greeting + "}}}}";
    }

    @Test
    void theContextGivesWhatAPluginNeeds() {
        List<String> threads = Collections.synchronizedList(new ArrayList<>());
        AtomicInteger ticks = new AtomicInteger();
        List<GatewayEvent> events = new CopyOnWriteArrayList<>();
        List<PluginContext> kept = new CopyOnWriteArrayList<>();
        GatewayPlugin whole = plugin("whole")
                .installing(handlers -> handlers.register(5001, (message, context) -> {
                    threads.add(Thread.currentThread().getName());
                    return Reply.ok("{\"n\":1}");
                }))
                .starting(context -> {
                    kept.add(context);
                    context.handlers().register(5002, (message, own) -> Reply.ok());
                    context.listen(GatewayListener.of(GatewayEvent.LoginSucceeded.class, events::add));
                    context.tasks().every(Duration.ofSeconds(1), ticks::incrementAndGet);
                    context.tasks()
                            .after(
                                    Duration.ofSeconds(1),
                                    () -> context.chats().send(SendRequest.fromSystem("alice", "hi")));
                    context.metrics(() -> List.of(Metric.gauge("greetings", "Greetings.", 7)));
                    context.health(new Sick());
                });
        try (TestGateway gateway = TestGateway.start(builder -> builder.plugin(whole))) {
            TestGateway.Guest alice = gateway.login("alice", "web", "w");
            assertThat(alice.request(5001, "{}").data().toString()).isEqualTo("{\"n\":1}");
            assertThat(alice.request(5002, "{}").code()).isEqualTo(200);
            assertThat(threads).allMatch(name -> name.startsWith("plugin-whole-"));
            await().until(() -> events.size() == 1);

            gateway.advance(Duration.ofSeconds(10));
            await().until(() -> ticks.get() > 0);
            assertThat(alice.client().next().data().toString())
                    .contains("\"from_user\":\"system\"", "\"content\":\"hi\"");
            await().untilAsserted(() -> {
                gateway.advance(Duration.ofSeconds(5));
                assertThat(gateway.server.metrics().metrics())
                        .anyMatch(metric -> metric.name().equals("greetings")
                                && "whole".equals(metric.labels().get("plugin"))
                                && metric.value() == 7)
                        .anyMatch(metric -> metric.name().equals("component_health")
                                && "plugin_whole".equals(metric.labels().get("component"))
                                && metric.value() == 1);
            });
        }

        int before = ticks.get();
        assertThatThrownBy(() -> kept.get(0).sessions())
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("the plug-in whole has stopped");
        assertThatThrownBy(() -> kept.get(0).tasks()).isInstanceOf(IllegalStateException.class);
        assertThat(ticks).hasValue(before);
        await().untilAsserted(() -> assertThat(Thread.getAllStackTraces().keySet())
                .noneMatch(thread -> thread.getName().startsWith("plugin-whole")));
    }

    /** Not well. */
    private static final class Sick implements HealthIndicator {

        @Override
        public String component() {
            return "sick";
        }

        @Override
        public Status status() {
            return Status.DEGRADED;
        }
    }

    @Test
    void theNameOfAPluginIsThatOfItsClass() {
        assertThat(new WordFilterPlugin().name()).isEqualTo("word-filter");
        assertThat(((GatewayPlugin) context -> {}).name()).isEqualTo("plugin-life-test");
    }

    /** Does nothing. */
    private static final class WordFilterPlugin implements GatewayPlugin {

        @Override
        public void start(PluginContext context) {}
    }
}
