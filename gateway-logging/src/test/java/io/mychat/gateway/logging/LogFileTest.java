package io.mychat.gateway.logging;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.util.LogbackMDCAdapter;
import ch.qos.logback.core.rolling.TimeBasedRollingPolicy;
import io.mychat.gateway.testkit.TestProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

/** The file that {@code logging.file_path} names. */
class LogFileTest {

    @TempDir
    private Path directory;

    private final LoggerContext context = new LoggerContext();

    @AfterEach
    void stop() {
        context.stop();
    }

    private LogFile open(Path file, Rotation rotation) {
        context.setMDCAdapter(new LogbackMDCAdapter());
        context.start();
        LogFile appender = LogFile.open(context, file, rotation, LogFormat.TEXT);
        Logger root = context.getLogger(Logger.ROOT_LOGGER_NAME);
        root.setLevel(Level.INFO);
        root.addAppender(appender);
        return appender;
    }

    private static Rotation rotation(int files) {
        return new Rotation(1024, files, true);
    }

    private void log(String message) {
        context.getLogger("test").info(message);
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> all = Files.list(directory)) {
            return all.sorted().toList();
        }
    }

    @Test
    void soManyOldFilesAreKeptAsTheSettingSays() throws IOException {
        Path file = directory.resolve("gateway.log");
        Path other = Files.writeString(directory.resolve("gateway.log.bak"), "not ours");
        open(file, rotation(3));

        for (int i = 0; i < 12; i++) {
            log("x".repeat(2000) + i);
        }

        assertThat(files()).hasSize(5).contains(file, other);
        assertThat(Files.readString(file)).endsWith("x11\n");
        List<Path> old = files().stream()
                .filter(path -> path.getFileName().toString().matches("gateway\\.log\\.\\d{4}.*"))
                .toList();
        assertThat(old)
                .hasSize(3)
                .allSatisfy(path -> assertThat(Files.readString(path)).containsPattern("x(8|9|10)\n"));
    }

    @Test
    void oldFilesBeyondTheBoundAreRemovedAtTheStartToo() throws IOException {
        for (int day = 1; day <= 9; day++) {
            Files.writeString(directory.resolve("gateway.log.2025-01-0" + day + ".0"), "old");
        }

        open(directory.resolve("gateway.log"), rotation(2));

        assertThat(files())
                .extracting(path -> path.getFileName().toString())
                .containsExactly("gateway.log", "gateway.log.2025-01-08.0", "gateway.log.2025-01-09.0");
    }

    @Test
    void eachDayHasAFileOfItsOwn() throws IOException {
        LogFile appender = open(directory.resolve("gateway.log"), new Rotation(1 << 30, 10, true));
        var clock =
                ((TimeBasedRollingPolicy<?>) appender.getRollingPolicy()).getTimeBasedFileNamingAndTriggeringPolicy();
        Instant day = Instant.now();
        log("today");

        for (int i = 1; i <= 2; i++) {
            clock.setCurrentTime(day.plus(i, ChronoUnit.DAYS).toEpochMilli());
            log("day " + i);
        }

        assertThat(files()).hasSize(3);
        assertThat(Files.readString(directory.resolve("gateway.log")))
                .endsWith("] day 2\n")
                .hasLineCount(1);
    }

    @Test
    void aFileThatWasRenamedIsLeftAloneAfterTheReopening() throws IOException {
        Path file = directory.resolve("gateway.log");
        LogFile appender = open(file, rotation(3));
        log("before");

        Path moved = Files.move(file, directory.resolve("moved"));
        appender.openFile(appender.getFile());
        log("after");

        assertThat(Files.readString(moved)).endsWith("] before\n").hasLineCount(1);
        assertThat(Files.readString(file)).endsWith("] after\n").hasLineCount(1);
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void othersCannotReadItBeforeAndAfterARotation() throws IOException {
        Path file = Files.writeString(directory.resolve("gateway.log"), "from an earlier run\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
        open(file, rotation(3));
        log("x".repeat(2000));
        log("two");

        assertThat(files())
                .hasSize(2)
                .allSatisfy(path -> assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path)))
                        .endsWith("---"));
    }

    @Test
    void whatCannotBeWrittenIsAFaultAndLeavesNothingBehind() throws IOException {
        Path blocked = Files.writeString(directory.resolve("blocked"), "a file where a directory should be");

        assertThat(LogPath.fault(blocked.resolve("gateway.log"))).isPresent();
        assertThat(LogPath.fault(directory)).isPresent();
        assertThat(LogPath.fault(directory.resolve("new/and/deeper.log"))).isEmpty();
        assertThat(directory.resolve("new")).doesNotExist();
    }

    @Test
    void whatCouldBeOpenedAndNotWrittenOrRotatedIsAFaultToo() throws IOException {
        Path dangling = directory.resolve("dangling.log");
        Files.createSymbolicLink(dangling, directory.resolve("nowhere/gateway.log"));

        assertThat(LogPath.fault(dangling))
                .hasValueSatisfying(fault -> assertThat(fault).contains("link"));
        assertThat(LogPath.fault(directory.resolve("x".repeat(300)))).isPresent();
        assertThat(LogPath.fault(directory.resolve("x".repeat(250)))).isPresent();
        assertThat(LogPath.fault(directory.resolve("x".repeat(300)).resolve("gateway.log")))
                .isPresent();
        assertThat(files()).containsExactly(dangling);
    }

    @Test
    void aPathMayHoldBracketsAndNoPercentSign() throws IOException {
        Path file = directory.resolve("(a){b}[c].log");
        assertThat(LogPath.fault(file)).isEmpty();
        assertThat(LogPath.fault(directory.resolve("100%.log"))).isPresent();
        open(file, rotation(3));

        log("x".repeat(2000));
        log("two");

        assertThat(files())
                .hasSize(2)
                .allSatisfy(path -> assertThat(path.getFileName().toString()).startsWith("(a){b}[c].log"));
        assertThat(Files.readString(file)).endsWith("] two\n").hasLineCount(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0KB", "100", "-1MB", "99999999999999GB", "1TB", "much", ""})
    void aSizeThatNoFileCanHaveIsNone(String size) {
        assertThat(Rotation.bytes(size)).isEmpty();
    }

    @Test
    void sizesAreInUnitsOf1024() {
        assertThat(Rotation.bytes("1KB")).hasValue(1024);
        assertThat(Rotation.bytes("100mb")).hasValue(100 << 20);
        assertThat(Rotation.bytes("999999999GB")).hasValue(999_999_999L << 30);
    }

    /** In a process of its own: the charset is the JVM's, and JDK 17 takes it from the locale. */
    @Test
    void itIsUtf8WithoutALocaleToo() throws Exception {
        Path file = directory.resolve("gateway.log");
        TestProcess process = TestProcess.java(Writer.class, List.of(file.toString()))
                .environment(
                        variables -> variables.keySet().removeIf(name -> name.equals("LANG") || name.startsWith("LC_")))
                .start();

        assertThat(process.exitCode()).as(process.output()).isZero();
        assertThat(Files.readString(file)).contains("User 张三 connected");
        assertThat(process.output()).contains("User 张三 connected");
    }

    /** Writes one line as the program does. */
    static final class Writer {

        private Writer() {}

        public static void main(String[] args) throws Exception {
            var context = (LoggerContext) LoggerFactory.getILoggerFactory();
            Logger root = context.getLogger(Logger.ROOT_LOGGER_NAME);
            root.setLevel(Level.INFO);
            root.addAppender(LogFile.open(context, Path.of(args[0]), new Rotation(1 << 20, 1, true), LogFormat.TEXT));
            context.getLogger("test").info("User {} connected", "张三");
            context.stop();
        }
    }
}
