package io.mychat.gateway.core.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.mychat.gateway.core.audit.chain.AuditFiles;
import io.mychat.gateway.core.audit.chain.ChainReport;
import io.mychat.gateway.core.audit.chain.ChainVerifier;
import io.mychat.gateway.core.config.security.AuditAnchorConfig;
import io.mychat.gateway.core.config.security.AuditConfig;
import io.mychat.gateway.core.config.security.AuditKey;
import io.mychat.gateway.spi.event.HealthIndicator.Status;
import io.mychat.gateway.spi.event.Metric;
import io.mychat.gateway.testkit.ManualTime;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class AuditTrailTest {

    private static final AuditKey K1 = new AuditKey("k1", "the first key of this test, long enough");
    private static final AuditKey K2 = new AuditKey("k2", "the second key of this test, long enough");
    private static final long LARGE = 1L << 40;

    @TempDir
    private Path directory;

    private final ManualTime time = new ManualTime(Instant.now());
    private volatile AuditConfig config = config(K1, List.of(), LARGE, 100_000);
    private @Nullable AuditTrail trail;

    private static AuditConfig config(AuditKey key, List<AuditKey> previous, long maxBytes, int queue) {
        return new AuditConfig(
                Optional.of(Path.of("audit.log")),
                Optional.of(key),
                previous,
                maxBytes,
                true,
                2,
                queue,
                100,
                AuditConfig.Fsync.EVERY_SECOND,
                new AuditAnchorConfig(Optional.empty(), Optional.empty(), Duration.ofMinutes(5)));
    }

    private Path file() {
        return directory.resolve("logs").resolve("audit.log");
    }

    private AuditTrail open() throws IOException {
        AuditTrail opened = AuditTrail.open(file(), "gw-1", () -> config, time);
        trail = opened;
        return opened;
    }

    private AuditTrail trail() {
        return Objects.requireNonNull(trail);
    }

    @AfterEach
    void close() throws Exception {
        AuditTrail open = trail;
        trail = null;
        if (open != null) {
            open.close();
        }
    }

    private void write(int count) {
        for (int i = 0; i < count; i++) {
            trail().write(new AuditLine(time.now(), "test").with("number", i), false);
        }
    }

    private void awaitHead(long seq) {
        await().until(() -> trail().head().seq() >= seq);
    }

    private ChainReport verify() throws IOException {
        return new ChainVerifier(List.of(K1, K2)).verify(AuditFiles.of(file()), List.of());
    }

    private double metric(String name) {
        return trail().metrics().stream()
                .filter(metric -> metric.name().equals(name))
                .mapToDouble(Metric::value)
                .sum();
    }

    @Test
    void aRestartContinuesTheChain() throws Exception {
        open();
        write(10);
        close();
        assertThat(verify().lines()).isEqualTo(12);

        open();
        write(10);
        close();

        ChainReport report = verify();
        assertThat(report.faults()).isEmpty();
        assertThat(report.notes()).isEmpty();
        assertThat(report.head().orElseThrow().seq()).isEqualTo(24);
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void onlyOwnerAndGroupReadTheFile() throws IOException {
        open();

        assertThat(PosixFilePermissions.toString(Files.getFileAttributeView(file(), PosixFileAttributeView.class)
                        .readAttributes()
                        .permissions()))
                .isEqualTo("rw-r-----");
    }

    @Test
    void aTornLineOfACrashIsMarked() throws Exception {
        open();
        write(10);
        close();
        String text = Files.readString(file());
        Files.writeString(file(), text.substring(0, text.length() - 100));
        assertThat(verify().notes()).singleElement().asString().contains("is no line");

        open();
        write(5);
        close();

        ChainReport report = verify();
        assertThat(report.faults()).isEmpty();
        assertThat(report.notes()).singleElement().asString().contains("a crash has cut off");
        assertThat(Files.readString(file())).contains("\"unclean\":true").contains("\"torn_bytes\":");
        Files.writeString(file(), Files.readString(file()).replaceFirst("audit_clo", "audit_clX"));
        assertThat(verify().isSound()).as("the torn line was changed later").isFalse();
    }

    @Test
    void aSecondGatewayIsRefusedTheFile() throws IOException {
        open();

        assertThatThrownBy(() -> AuditTrail.open(file(), "gw-2", () -> config, time))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("written by another gateway");
        write(1);
        awaitHead(2);
        assertThat(verify().isSound()).isTrue();
    }

    @Test
    void manyLinesAtOnceAreChained() throws Exception {
        open();
        write(50_000);
        close();

        ChainReport report = verify();
        assertThat(report.isSound()).isTrue();
        assertThat(report.lines()).isEqualTo(50_002);
    }

    @Test
    void linesBeyondTheQueueAreCountedInTheChain() throws Exception {
        config = config(K1, List.of(), LARGE, 100);
        open();
        write(50_000);
        double omitted = metric("audit_lines_omitted_total");
        close();

        assertThat(omitted).isPositive();
        assertThat(verify().isSound()).isTrue();
        long said = Files.readAllLines(file()).stream()
                .filter(line -> line.contains("\"event\":\"audit_omitted\""))
                .mapToLong(line -> Long.parseLong(line.replaceAll(".*\"lines\":(\\d+).*", "$1")))
                .sum();
        assertThat(said).isEqualTo((long) omitted);
        assertThat(verify().lines()).isGreaterThan(50_002 - said);
    }

    @Test
    void theFileIsRotatedBySizeAndOldOnesAreRemoved() throws Exception {
        config = config(K1, List.of(), 4096, 100_000);
        open();
        for (int round = 1; round <= 4; round++) {
            long before = trail().head().seq();
            write(30);
            awaitHead(before + 30);
            int files = Math.min(round, 2) + 1;
            await().until(() -> AuditFiles.of(file()).size() == files && Files.size(file()) < 4096);
        }
        await().until(() -> Files.readString(file()).contains("audit_file_removed"));
        close();

        ChainReport report = verify();
        assertThat(report.faults()).isEmpty();
        assertThat(report.notes()).singleElement().asString().contains("begin with line");
    }

    @Test
    void theFileIsRotatedAtTheEndOfTheDay() throws Exception {
        open();
        write(5);
        awaitHead(6);
        time.advance(Duration.ofDays(1));

        await().until(() -> AuditFiles.of(file()).size() == 2);
        assertThat(verify().isSound()).isTrue();
        assertThat(AuditFiles.of(file()).get(1).getFileName().toString()).endsWith(".000000000006");
        close();
        Files.delete(file());
        open();
        write(1);
        close();
        assertThat(Files.readString(file()))
                .as("the newest old file is continued")
                .startsWith("{\"seq\":7,");
    }

    @Test
    void aFileThatLogrotateHasRenamedIsOpenedAnew() throws Exception {
        open();
        write(5);
        awaitHead(6);
        Files.move(file(), file().resolveSibling("audit.log.1"));
        await().until(() -> Files.exists(file()));
        write(5);
        awaitHead(11);

        assertThat(Files.readString(file())).contains("\"seq\":7,");
        assertThat(verify().faults()).isEmpty();
        assertThat(verify().lines()).isEqualTo(11);
    }

    @Test
    void aShortenedFileShowsAtOnceAndInTheChain() throws Exception {
        open();
        write(5);
        awaitHead(6);
        Files.writeString(file(), "", StandardOpenOption.TRUNCATE_EXISTING);

        await().until(() -> Files.readString(file()).contains("audit_shortened"));
        write(1);
        awaitHead(8);
        assertThat(Files.readAllLines(file())).hasSize(2);
    }

    @Test
    void aNewKeySignsFromTheReloadOn() throws Exception {
        open();
        write(5);
        awaitHead(6);
        config = config(K2, List.of(K1), LARGE, 100_000);
        await().until(() -> Files.readString(file()).contains("audit_key_changed"));
        write(5);
        close();

        assertThat(verify().faults()).isEmpty();
        assertThat(Files.readAllLines(file()).get(6)).contains("\"next_key\":\"k2\"", "\"key\":\"k1\"");
        assertThat(Files.readAllLines(file()).get(7)).contains("\"key\":\"k2\"");
    }

    @Test
    void aKeyThatWasChangedWhileNoGatewayRanIsAnnounced() throws Exception {
        open();
        close();
        config = config(K2, List.of(K1), LARGE, 100_000);
        open();
        close();

        assertThat(verify().faults()).isEmpty();
        config = config(new AuditKey("k3", "the third key of this test, long enough"), List.of(), LARGE, 100_000);
        open();
        close();
        assertThat(Files.readString(file())).as("nobody has kept the old key").contains("\"unverified\":true");
        assertThat(verify().isSound()).isFalse();
    }

    @Test
    void anotherSecretUnderTheSameIdIsNotTaken() throws Exception {
        open();
        config = config(new AuditKey("k1", "another secret under the same id, oh no"), List.of(), LARGE, 100_000);
        write(5);
        time.advance(Duration.ofDays(1));
        await().until(() -> AuditFiles.of(file()).size() == 2);
        close();

        assertThat(verify().faults()).isEmpty();
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void aFullDiskDegradesAndLosesNoLine() throws Exception {
        Path full = Path.of("/dev/full");
        Files.createDirectories(directory.resolve("logs"));
        open();
        write(5);
        awaitHead(6);
        Files.move(file(), file().resolveSibling("audit.log.1"));
        Files.createSymbolicLink(file(), full);
        await().until(() -> {
            write(1);
            return trail().status() == Status.DEGRADED;
        });
        assertThat(metric("audit_write_failures_total")).isPositive();
        Files.delete(file());

        await().until(() -> trail().status() == Status.HEALTHY);
        write(1);
        close();
        assertThat(verify().faults()).isEmpty();
        assertThat(Files.readString(file())).doesNotContain("audit_omitted");
    }
}
