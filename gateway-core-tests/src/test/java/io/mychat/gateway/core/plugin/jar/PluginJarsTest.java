package io.mychat.gateway.core.plugin.jar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.mychat.gateway.core.GatewayBuilder;
import io.mychat.gateway.core.GatewayServer;
import io.mychat.gateway.core.config.ConfigException;
import io.mychat.gateway.core.config.ConfigFault;
import io.mychat.gateway.core.testing.TestGateway;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.lang.ref.WeakReference;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import javax.management.ObjectName;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Plug-ins in the jars of a directory. */
class PluginJarsTest {

    @TempDir
    private Path work;

    /** A host may keep what has stopped. */
    private final List<GatewayServer> stopped = new ArrayList<>();

    private Path plugins;
    private int jars;

    @BeforeEach
    void makeDirectory() throws IOException {
        plugins = Files.createDirectories(work.resolve("plugins"));
    }

    private JarMaker jar() throws IOException {
        return new JarMaker(Files.createDirectories(work.resolve("work" + jars++)));
    }

    private GatewayBuilder found(GatewayBuilder builder) {
        return builder.setting("plugins.directory", plugins.toString());
    }

    private List<String> faults() {
        List<String> faults = new ArrayList<>();
        assertThatThrownBy(() -> TestGateway.start(this::found).close())
                .isInstanceOfSatisfying(
                        ConfigException.class,
                        e -> e.faults().stream().map(ConfigFault::toString).forEach(faults::add));
        return faults;
    }

    @Test
    void eachJarAndEachDirectoryOfJarsIsAPlugin() throws IOException {
        jar().plugin("One", 5001, "").into(plugins.resolve("one.jar"));
        Path two = Files.createDirectories(plugins.resolve("two"));
        JarMaker withLibrary = jar().plugin("Two", 5002, "Lib.touch();")
                .type("Lib", "public class Lib { public static void touch() {} }")
                .without("Lib");
        withLibrary.into(two.resolve("two.jar"));
        jar().type("Lib", "public class Lib { public static void touch() {} }").into(two.resolve("lib.jar"));
        Files.writeString(plugins.resolve("README.txt"), "not a jar");

        try (TestGateway gateway = TestGateway.start(this::found)) {
            TestGateway.Guest alice = gateway.login("alice", "web", "w");
            assertThat(alice.request(5001, "{}").data().toString()).isEqualTo("{\"by\":\"One\"}");
            assertThat(alice.request(5002, "{}").data().toString()).isEqualTo("{\"by\":\"Two\"}");
        }
        assertThat(found(GatewayBuilderOf.complete()).check()).isNotNull();
    }

    @Test
    void everyFaultNamesItsJar() throws IOException {
        Files.writeString(plugins.resolve("a-text.jar"), "this is no zip");
        jar().type("Lib", "public class Lib {}").into(plugins.resolve("b-library.jar"));
        jar().service("Gone").type("Lib", "public class Lib {}").into(plugins.resolve("c-gone.jar"));
        jar().service("Lib").type("Lib", "public class Lib {}").into(plugins.resolve("d-other.jar"));
        jar().plugin("Same", 5001, "").into(plugins.resolve("e-same.jar"));
        jar().plugin("Same", 5002, "").into(plugins.resolve("f-same.jar"));
        jar().service("").into(plugins.resolve("h-nothing.jar"));
        jar().service("Bad")
                .type(
                        "Bad",
                        "public class Bad implements GatewayPlugin { Bad2 b = new Bad2();"
                                + " public void start(PluginContext c) {} }")
                .type("Bad2", "public class Bad2 {}")
                .without("Bad2")
                .into(plugins.resolve("g-lacks.jar"));

        assertThat(faults())
                .anyMatch(fault -> fault.contains("plugins/a-text.jar") && fault.contains("is not a readable jar"))
                .anyMatch(fault -> fault.contains("plugins/b-library.jar") && fault.contains("is no plug-in"))
                .anyMatch(fault -> fault.contains("plugins/c-gone.jar") && fault.contains("made.Gone"))
                .anyMatch(fault -> fault.contains("plugins/d-other.jar") && fault.contains("not a subtype"))
                .anyMatch(fault -> fault.contains("plugins/f-same.jar")
                        && fault.contains("another plug-in has the same name, from plugins/e-same.jar"))
                .anyMatch(fault ->
                        fault.contains("plugins/g-lacks.jar") && fault.contains("it lacks the class made.Bad2"))
                .anyMatch(fault -> fault.contains("plugins/h-nothing.jar") && fault.contains("names no class"))
                .hasSize(7);
    }

    /** The source of a plug-in with one more member. */
    private static String type(String name, String member) {
        return "public class " + name + " implements GatewayPlugin { " + member
                + " public void start(PluginContext c) {} }";
    }

    @Test
    void aPluginWithoutUsableAnswersIsAFaultOfItsJar() throws IOException {
        Map<String, String> members = new LinkedHashMap<>();
        members.put("A", "public String name() { return null; }");
        members.put("B", "public String name() { throw new AssertionError(\"nameless\"); }");
        members.put("C", "public java.util.Set<String> dependencies() { return null; }");
        members.put("D", "public String schema() { return \"{\\\"type\\\":\"; }");
        members.put("E", "public String schema() { return \"[]\"; }");
        members.put("F", "static int x = 1 / Integer.parseInt(\"0\");");
        members.put("G", "public G() { throw new Error(\"no\"); }");
        members.forEach((name, member) -> {
            try {
                jar().service(name).type(name, type(name, member)).into(plugins.resolve(name + ".jar"));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });

        assertThat(faults())
                .satisfiesExactlyInAnyOrder(
                        fault -> assertThat(fault).contains("plugins/A.jar", "its name() returned null"),
                        fault -> assertThat(fault).contains("plugins/B.jar", "nameless"),
                        fault -> assertThat(fault).contains("plugin c (plugins/C.jar)", "dependencies() returned null"),
                        fault -> assertThat(fault)
                                .contains("plugin d (plugins/D.jar)", "its schema is not JSON (line 1"),
                        fault -> assertThat(fault).contains("plugin e (plugins/E.jar)", "its schema is no JSON object"),
                        fault -> assertThat(fault)
                                .contains("plugins/F.jar", "static initializer", "ArithmeticException: / by zero"),
                        fault -> assertThat(fault).contains("plugins/G.jar", "Error: no"));
    }

    @Test
    void settingsThatCannotBeReadAreAFault() throws IOException {
        jar().service("Null")
                .type("Null", type("Null", "public Class<? extends Record> settingsType() { return null; }"))
                .into(plugins.resolve("null.jar"));
        jar().service("Bad")
                .type("Bad", type("Bad", "public Class<? extends Record> settingsType() { return Own.class; }"))
                .type("Own", "public record Own() { public Own { throw new AssertionError(\"never\"); } }")
                .into(plugins.resolve("bad.jar"));

        assertThat(faults())
                .satisfiesExactlyInAnyOrder(
                        fault -> assertThat(fault)
                                .contains("plugins.settings.null", "a mistake in the plug-in", "returned null"),
                        fault -> assertThat(fault)
                                .contains("plugins.settings.bad", "is refused by the plug-in", "never"));
    }

    @Test
    void aStartThatLacksAClassNamesTheJar() throws IOException {
        jar().plugin("Late", 5001, "Lib.touch();")
                .type("Lib", "public class Lib { public static void touch() {} }")
                .without("Lib")
                .into(plugins.resolve("late.jar"));

        assertThat(faults())
                .singleElement()
                .asString()
                .contains("plugin late (plugins/late.jar)", "it lacks the class made.Lib");
    }

    @Test
    void classesForANewerJavaAreNamed() throws IOException {
        Path jar = plugins.resolve("new.jar");
        Path made = work.resolve("newer");
        jar().plugin("New", 5001, "").into(jar);
        Files.createDirectories(made);
        // The version of the class file stands in its bytes 6 and 7.
        try (var zip = java.nio.file.FileSystems.newFileSystem(jar)) {
            Path type = zip.getPath("made/New.class");
            byte[] bytes = Files.readAllBytes(type);
            bytes[6] = 1;
            Files.write(type, bytes);
        }

        assertThat(faults())
                .singleElement()
                .asString()
                .contains("plugins/new.jar", "it was compiled for a newer Java than this one");
    }

    @Test
    void aMissingDirectoryIsAFault() throws IOException {
        Files.delete(plugins);

        assertThat(faults()).singleElement().asString().contains("$.plugins.directory", "there is no directory");
    }

    @Test
    void aPluginSeesTheSpiAndItsOwnClassesOnly() throws IOException {
        jar().plugin(
                        "Curious",
                        5001,
                        "try { Class.forName(\"io.mychat.gateway.core.GatewayServer\");"
                                + " throw new IllegalStateException(\"sees the core\"); }"
                                + " catch (ClassNotFoundException expected) { }"
                                + " if (Thread.currentThread().getContextClassLoader() != getClass().getClassLoader())"
                                + " throw new IllegalStateException(\"context class loader\");"
                                + " org.slf4j.LoggerFactory.getLogger(getClass()).info(\"shared\");")
                .into(plugins.resolve("curious.jar"));

        TestGateway.start(this::found).close();
    }

    /** Everything that a plug-in may leave behind. */
    private static final String LEAKS = """
            ThreadLocal<Object> local = new ThreadLocal<>();
            local.set(this);
            context.tasks().execute(() -> local.set(getClass()));
            for (int i = 0; i < 16; i++) {
                context.sessions().onlineCountAsync().thenAccept(n -> local.set(getClass()));
            }
            context.tasks().every(java.time.Duration.ofMillis(1), () -> local.set(this));
            context.listen(event -> local.set(event));
            context.metrics(() -> java.util.List.of());
            context.handlers().register(HandlerDefinition.payload(
                            "note", Note.class, (note, m, c) -> new Answer(java.util.List.of(note)))
                    .command(5008)
                    .build());
            context.handlers().register(5009, (m, c) -> { local.set(m); return Reply.ok(); });
            context.hooks().message(io.mychat.gateway.spi.hook.HookOptions.open(),
                    message -> { local.set(message); return new io.mychat.gateway.spi.hook.MessageHook.Pass(); });
            Thread own = new Thread(() -> { try { Thread.sleep(100_000_000); } catch (InterruptedException e) { } });
            own.setName("left-behind");
            own.start();
            java.lang.management.ManagementFactory.getPlatformMBeanServer()
                    .registerMBean(new Bean(), new javax.management.ObjectName("made:type=Bean"));
            """;

    @Test
    void theClassesOfAStoppedPluginAreCollected() throws Exception {
        jar().plugin("Leaky", 5001, LEAKS)
                .type("Note", "public record Note(String text) {}")
                .type("Answer", "public record Answer(java.util.List<Note> notes) {}")
                .type("BeanMBean", "public interface BeanMBean {}")
                .type("Bean", "public class Bean implements BeanMBean {}")
                .into(plugins.resolve("leaky.jar"));

        List<WeakReference<ClassLoader>> loaders = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            loaders.add(runOnce());
        }

        assertThat(ManagementFactory.getPlatformMBeanServer().isRegistered(new ObjectName("made:type=Bean")))
                .isFalse();
        await().atMost(Duration.ofSeconds(60))
                .pollInterval(50, TimeUnit.MILLISECONDS)
                .untilAsserted(() -> {
                    System.gc();
                    assertThat(loaders).allMatch(loader -> loader.get() == null);
                });
        assertThat(stopped).noneMatch(GatewayServer::isRunning);
    }

    private WeakReference<ClassLoader> runOnce() {
        try (TestGateway gateway = TestGateway.start(this::found)) {
            stopped.add(gateway.server);
            TestGateway.Guest alice = gateway.login("alice", "web", "w");
            assertThat(alice.request(5001, "{}").code()).isEqualTo(200);
            assertThat(alice.request(5008, "{\"text\":\"t\"}").data().toString())
                    .isEqualTo("{\"notes\":[{\"text\":\"t\"}]}");
            assertThat(alice.request(5009, "{}").code()).isEqualTo(200);
            assertThat(alice.request(2001, "{\"to_user\":\"bob\",\"content\":\"hi\"}")
                            .code())
                    .isEqualTo(200);
            gateway.advance(Duration.ofSeconds(10));
            return Thread.getAllStackTraces().keySet().stream()
                    .filter(thread -> thread.getName().equals("left-behind"))
                    .map(thread -> new WeakReference<>(thread.getContextClassLoader()))
                    .findFirst()
                    .orElseThrow();
        }
    }

    /** A builder with everything that a gateway needs. */
    private static final class GatewayBuilderOf {

        static GatewayBuilder complete() {
            List<GatewayBuilder> taken = new ArrayList<>();
            UnaryOperator<GatewayBuilder> keep = builder -> {
                taken.add(builder);
                return builder;
            };
            TestGateway.start(keep).close();
            return taken.get(0);
        }
    }
}
