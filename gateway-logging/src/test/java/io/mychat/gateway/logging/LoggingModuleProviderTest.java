package io.mychat.gateway.logging;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import io.mychat.gateway.spi.ModuleProvider;
import io.mychat.gateway.testkit.CollectedAdapters;
import io.mychat.gateway.testkit.ManualTime;
import io.mychat.gateway.testkit.MapSection;
import java.io.File;
import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;
import org.slf4j.LoggerFactory;

/** Changes the levels of this process and puts them back. */
@Isolated
class LoggingModuleProviderTest {

    private static final String FILE = "gateway.log";

    private final LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
    private final Logger root = context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    private final Logger gateway = context.getLogger("io.mychat.gateway");
    private final Logger part = context.getLogger("io.mychat.gateway.part");
    private final Logger host = context.getLogger("com.example.host");

    @TempDir
    private Path directory;

    @AfterEach
    void putBack() {
        for (Logger logger : List.of(root, gateway)) {
            LogFile.of(logger).ifPresent(file -> {
                logger.detachAppender(file);
                file.stop();
            });
        }
        root.setLevel(Level.WARN);
        Stream.of(gateway, part, host).forEach(logger -> logger.setLevel(null));
    }

    private static List<String> faults(Map<String, ?> values) {
        MapSection section = new MapSection(new LoggingModuleProvider(), "logging", values);
        new LoggingModuleProvider().configure(section.in(Path.of("."), new ManualTime()));
        return section.faults();
    }

    private ModuleProvider.Module configured(LoggingModuleProvider provider, Map<String, ?> values) {
        return provider.configure(new MapSection(provider, "logging", values).in(directory, new ManualTime()));
    }

    private ModuleProvider.Module running(LoggingModuleProvider provider, Map<String, ?> values) {
        ModuleProvider.Module module = configured(provider, values);
        module.create(new CollectedAdapters());
        return module;
    }

    private String file() throws IOException {
        return Files.readString(directory.resolve(FILE));
    }

    @Test
    void theModuleIsFoundOnTheClassPath() {
        assertThat(ServiceLoader.load(ModuleProvider.class)).singleElement().satisfies(provider -> {
            assertThat(provider.name()).isEqualTo("gateway-logging");
            assertThat(provider.sections()).containsExactly("logging");
        });
    }

    @Test
    void whatIsNoLevelFormatOrLoggerIsAFault() {
        assertThat(faults(Map.of("level", "loud", "max_file_size", "much")))
                .containsExactlyInAnyOrder(
                        "logging.level: must be error, warn, info or debug",
                        "logging.max_file_size: must be a number with KB, MB or GB, at least 1KB, such as 100MB");
        assertThat(faults(Map.of("format", "xml"))).singleElement().asString().startsWith("logging.format: ");
        assertThat(faults(Map.of("levels", Map.of("a.b", "loud"))))
                .singleElement()
                .asString()
                .startsWith("logging.levels.a.b: ");
        assertThat(faults(Map.of("levels", Map.of("no logger", "info"))))
                .singleElement()
                .asString()
                .contains("name of a logger");
        assertThat(faults(Map.of("levels", Map.of("io.mychat.gateway.audit", "off"))))
                .singleElement()
                .asString()
                .contains("the audit has no level");
        assertThat(faults(Map.of("levels", Map.of("a.b", "off", "a.b.C$D", "DEBUG"))))
                .isEmpty();
    }

    @Test
    void aHostsOtherLoggersAreLeftAlone() throws IOException {
        running(new LoggingModuleProvider(), Map.of("level", "debug", "file_path", FILE));

        part.debug("of the gateway");
        host.error("of the host");

        assertThat(root.getLevel()).isEqualTo(Level.WARN);
        assertThat(file()).endsWith("] of the gateway\n").doesNotContain("of the host");
    }

    @Test
    void inAProcessOfItsOwnEverythingIsInTheFile() throws IOException {
        running(LoggingModuleProvider.ofProcess(), Map.of("level", "info", "file_path", FILE));

        part.info("of the gateway");
        host.info("of a plug-in");

        assertThat(file().lines()).hasSize(2).last().asString().endsWith("of a plug-in");
    }

    @Test
    void withoutTheSectionNothingChanges() {
        gateway.setLevel(Level.ERROR);

        running(new LoggingModuleProvider(), Map.of()).adopt(configured(new LoggingModuleProvider(), Map.of()));

        assertThat(gateway.getLevel()).isEqualTo(Level.ERROR);
        assertThat(LogFile.of(gateway)).isEmpty();
    }

    @Test
    void aReloadChangesLevelsAndPutsBackThoseThatAreNoLongerNamed() {
        gateway.setLevel(Level.WARN);
        ModuleProvider.Module running = running(
                new LoggingModuleProvider(), Map.of("level", "error", "levels", Map.of(part.getName(), "debug")));
        assertThat(part.isDebugEnabled()).isTrue();
        assertThat(gateway.isWarnEnabled()).isFalse();

        running.adopt(configured(new LoggingModuleProvider(), Map.of("levels", Map.of(host.getName(), "off"))));
        assertThat(part.getLevel()).isNull();
        assertThat(gateway.getLevel()).isEqualTo(Level.WARN);
        assertThat(host.isErrorEnabled()).isFalse();

        running.adopt(configured(new LoggingModuleProvider(), Map.of()));
        assertThat(host.getLevel()).isNull();
        assertThat(gateway.getLevel()).isEqualTo(Level.WARN);
    }

    @Test
    void aReloadChangesTheFormatOfTheFile() throws IOException {
        ModuleProvider.Module running = running(new LoggingModuleProvider(), Map.of("file_path", FILE));
        part.warn("one");
        running.adopt(configured(new LoggingModuleProvider(), Map.of("file_path", FILE, "format", "json")));
        part.warn("two");
        running.adopt(configured(new LoggingModuleProvider(), Map.of()));
        part.warn("three");

        assertThat(file().lines())
                .satisfiesExactly(
                        one -> assertThat(one).startsWith("["),
                        two -> assertThat(two).startsWith("{\"timestamp\":").contains("\"message\":\"two\""),
                        three -> assertThat(three).startsWith("["));
    }

    @Test
    void theLevelOfAllElseDoesNotSilenceTheAudit() {
        running(new LoggingModuleProvider(), Map.of("level", "error"));

        assertThat(context.getLogger("io.mychat.gateway.audit").isInfoEnabled()).isTrue();
    }

    @Test
    void aFileThatCannotBeWrittenIsAFault() {
        assertThat(faults(Map.of("file_path", "pom.xml/gateway.log")))
                .singleElement()
                .asString()
                .startsWith("logging.file_path: ");
    }

    /** In a class loader that has no Logback, as in a host that logs with another library. */
    @Test
    void withoutLogbackTheWarningSaysThatNothingIsDone() throws Exception {
        try (URLClassLoader loader = new URLClassLoader(classPathWithoutLogback(), null)) {
            Object warnings = loader.loadClass(Foreign.class.getName())
                    .getMethod("warnings")
                    .invoke(null);

            assertThat((List<?>) warnings)
                    .singleElement()
                    .asString()
                    .startsWith("logging.file_path: section logging has no effect: SLF4J logs with org.slf4j.")
                    .contains("Add logback-classic");
        }
    }

    private static URL[] classPathWithoutLogback() {
        return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(entry -> !entry.contains("logback"))
                .map(LoggingModuleProviderTest::url)
                .toArray(URL[]::new);
    }

    private static URL url(String entry) {
        try {
            return new File(entry).toURI().toURL();
        } catch (MalformedURLException e) {
            throw new AssertionError(e);
        }
    }

    /** What the test calls in the other class loader. */
    public static final class Foreign {

        private Foreign() {}

        /** Starts and reloads the module, and returns its warnings. */
        public static List<String> warnings() {
            LoggingModuleProvider provider = new LoggingModuleProvider();
            MapSection section = new MapSection(provider, "logging", Map.of("level", "debug", "file_path", "x/y.log"));
            ModuleProvider.Module module = provider.configure(section.in(Path.of("."), new ManualTime()));
            module.create(new CollectedAdapters());
            module.adopt(module);
            provider.reopen();
            return section.warnings();
        }
    }
}
