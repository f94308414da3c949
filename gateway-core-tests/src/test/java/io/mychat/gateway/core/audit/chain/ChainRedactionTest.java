package io.mychat.gateway.core.audit.chain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.mychat.gateway.core.config.security.AuditKey;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChainRedactionTest {

    private static final AuditKey KEY = new AuditKey("k1", "a secret of at least thirty-two bytes");
    private static final Instant AT = Instant.parse("2026-01-02T03:04:05Z");

    @TempDir
    private Path directory;

    private Path file;
    private final List<ChainHead> anchors = new ArrayList<>();

    @BeforeEach
    void writeChain() throws IOException {
        file = directory.resolve("audit.log");
        ChainWriter writer = new ChainWriter("n1", new ChainMac(List.of(KEY)), "k1", ChainHead.START);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (String line : List.of(
                "{\"event\":\"audit_opened\"}",
                "{\"event\":\"session_bound\",\"user_id\":\"alice\",\"username\":\"Al\",\"ip\":\"10.0.0.1\","
                        + "\"device_id\":\"phone-7\",\"platform\":\"alice\"}",
                "{\"event\":\"session_bound\",\"user_id\":\"bob\",\"ip\":\"10.0.0.2\"}",
                "{\"event\":\"kicked\",\"by\":\"user alice from 10.0.0.1\",\"user_id\":\"bob\"}",
                "{\"event\":\"trace_requested\",\"by\":\"user root from ::1\",\"subject\":\"dm:alice:bob\"}",
                "{\"event\":\"message_sent\",\"user_id\":\"bob\",\"to_user\":\"alice\"}",
                "{\"event\":\"audit_closed\"}")) {
            bytes.writeBytes(writer.next(line));
            anchors.add(writer.head());
        }
        Files.write(file, bytes.toByteArray());
    }

    @Test
    void theChainAndItsAnchorsStillHold() throws IOException {
        assertThat(redact()).isEqualTo(new ChainRedaction.Result(4, 0));

        ChainReport report = verify();
        assertThat(report.faults()).isEmpty();
        assertThat(report.notes())
                .contains("4 lines are redacted: their first content is gone, their places are proven");
        assertThat(report.head()).contains(anchors.get(6));
    }

    @Test
    void nothingOfThePersonIsLeft() throws IOException {
        ChainRedaction.Result unused = redact();

        String text = Files.readString(file);
        assertThat(text)
                .doesNotContain("\"user_id\":\"alice\"", "Al\"", "10.0.0.1", "phone-7", "dm:alice", "user alice");
        assertThat(text.lines().toList().get(1))
                .contains(
                        "\"user_id\":\"erased-1\"", "\"platform\":\"alice\"", "\"redacted\":\"2026-01-02T03:04:05Z\"");
        assertThat(text.lines().toList().get(3)).contains("\"by\":\"erased-1\"", "\"user_id\":\"bob\"");
    }

    @Test
    void othersLinesStayByteForByte() throws IOException {
        List<String> before = Files.readAllLines(file);

        ChainRedaction.Result unused = redact();

        List<String> after = Files.readAllLines(file);
        for (int line : new int[] {0, 2, 6}) {
            assertThat(after.get(line)).isEqualTo(before.get(line));
        }
    }

    @Test
    void aRepeatedRedactionChangesNothing() throws IOException {
        ChainRedaction.Result unused = redact();
        byte[] once = Files.readAllBytes(file);

        assertThat(redact()).isEqualTo(new ChainRedaction.Result(0, 0));
        assertThat(Files.readAllBytes(file)).isEqualTo(once);
    }

    @Test
    void asecondPersonCanBeRedactedInTheSameLine() throws IOException {
        ChainRedaction.Result unused = redact();

        assertThat(new ChainRedaction(List.of(KEY), Set.of("bob"), "erased-2", AT)
                        .redact(file)
                        .redacted())
                .isEqualTo(3);
        assertThat(verify().faults()).isEmpty();
    }

    @Test
    void aForgedLineStaysAForgery() throws IOException {
        String forged = Files.readString(file).replace("10.0.0.1\",\"device_id", "10.9.9.9\",\"device_id");
        Files.writeString(file, forged);

        assertThat(redact()).isEqualTo(new ChainRedaction.Result(3, 1));
        assertThat(verify().faults()).hasSize(1);
    }

    @Test
    void aRedactedLineCannotBeForgedWithoutTheKey() throws IOException {
        ChainRedaction.Result unused = redact();
        Files.writeString(file, Files.readString(file).replace("erased-1", "mallory"));

        assertThat(verify().faults()).hasSize(3);
    }

    @Test
    void aCompressedFileStaysCompressed() throws IOException {
        Path old = directory.resolve("audit.log.1.gz");
        try (GZIPOutputStream out = new GZIPOutputStream(Files.newOutputStream(old))) {
            out.write(Files.readAllBytes(file));
        }
        Files.delete(file);

        assertThat(new AuditErasure(file, redaction()).run()).isEqualTo(new ChainRedaction.Result(4, 0));

        try (GZIPInputStream in = new GZIPInputStream(Files.newInputStream(old))) {
            assertThat(new String(in.readAllBytes(), StandardCharsets.UTF_8)).contains("erased-1");
        }
    }

    /** An operator erases as root, and the gateway with its own user goes on with the file. */
    @Test
    void theFileStaysWithItsOwnerAndItsGroup() throws IOException {
        assumeTrue(Files.getFileStore(file).supportsFileAttributeView("unix"));
        assumeTrue(Files.getAttribute(file, "unix:uid").equals(0), "only root may give files away");
        Files.setAttribute(file, "unix:uid", 12_345);
        Files.setAttribute(file, "unix:gid", 23_456);

        assertThat(redact().redacted()).isEqualTo(4);

        assertThat(Files.getAttribute(file, "unix:uid")).isEqualTo(12_345);
        assertThat(Files.getAttribute(file, "unix:gid")).isEqualTo(23_456);
    }

    private ChainRedaction redaction() {
        return new ChainRedaction(List.of(KEY), Set.of("alice", "Al"), "erased-1", AT);
    }

    private ChainRedaction.Result redact() throws IOException {
        return redaction().redact(file);
    }

    private ChainReport verify() throws IOException {
        return new ChainVerifier(List.of(KEY)).verify(List.of(file), anchors);
    }
}
