package io.mychat.gateway.core.audit.chain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mychat.gateway.core.config.security.AuditKey;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Attacks on the files of an audit. */
class ChainVerifierTest {

    private static final AuditKey K1 = new AuditKey("k1", "the first key of this test, long enough");
    private static final AuditKey K2 = new AuditKey("k2", "the second key of this test, long enough");
    private static final int LINES = 50;

    @TempDir
    private Path directory;

    private final ChainWriter chain = new ChainWriter("gw-1", new ChainMac(List.of(K1, K2)), "k1", ChainHead.START);

    private List<String> lines(int count) {
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            lines.add(next(
                    "{\"at\":\"2025-01-08T10:30:00.000Z\",\"event\":\"session_bound\",\"user_id\":\"u" + i + "\"}"));
        }
        return lines;
    }

    private String next(String json) {
        return new String(chain.next(json), StandardCharsets.UTF_8);
    }

    private Path file(String name, List<String> lines) throws IOException {
        return Files.writeString(directory.resolve(name), String.join("", lines));
    }

    private ChainReport verify(List<String> lines, ChainHead... anchors) throws IOException {
        return new ChainVerifier(List.of(K1, K2)).verify(List.of(file("audit.log", lines)), List.of(anchors));
    }

    private static void assertFirstFault(ChainReport report, long line, String... texts) {
        assertThat(report.isSound()).isFalse();
        assertThat(report.faults().get(0).line()).isEqualTo(line);
        assertThat(report.faults().get(0).message()).contains(texts);
    }

    @Test
    void anUntouchedFileIsSound() throws IOException {
        ChainReport report = verify(lines(LINES));

        assertThat(report.faults()).isEmpty();
        assertThat(report.isSound()).isTrue();
        assertThat(report.notes()).isEmpty();
        assertThat(report.lines()).isEqualTo(LINES);
        assertThat(report.head()).contains(chain.head());
    }

    @Test
    void eachFlippedBitNamesItsLineAsTheFirstBadOne() throws IOException {
        List<String> lines = lines(5);
        byte[] bytes = String.join("", lines).getBytes(StandardCharsets.UTF_8);
        Path file = directory.resolve("flipped.log");
        ChainVerifier verifier = new ChainVerifier(List.of(K1, K2));
        Random random = new Random(7);
        for (int at = 0; at < bytes.length; at++) {
            byte[] flipped = bytes.clone();
            flipped[at] ^= (byte) (1 << random.nextInt(8));
            Files.write(file, flipped);

            ChainReport report = verifier.verify(List.of(file), List.of());

            boolean isNote = report.isSound() && at == bytes.length - 1;
            assertThat(report.isSound() && !isNote).as("byte %s", at).isFalse();
            if (!isNote) {
                long line = 1
                        + new String(bytes, 0, at, StandardCharsets.UTF_8)
                                .chars()
                                .filter(c -> c == '\n')
                                .count();
                assertThat(report.faults().get(0).line()).as("byte %s", at).isEqualTo(line);
            }
        }
    }

    @Test
    void aDroppedLineIsMissing() throws IOException {
        List<String> lines = lines(LINES);
        lines.remove(9);

        ChainReport report = verify(lines);

        assertFirstFault(report, 10, "lines 10 to 10 are missing");
        assertThat(report.faultCount()).isEqualTo(1);
    }

    @Test
    void aDroppedLineWithNewNumbersBehindItIsChanged() throws IOException {
        List<String> lines = lines(LINES);
        lines.remove(9);
        lines.set(9, lines.get(9).replace("\"seq\":11", "\"seq\":10"));

        assertFirstFault(verify(lines), 10, "line 10 was changed");
    }

    @Test
    void swappedLinesAreMoved() throws IOException {
        List<String> lines = lines(LINES);
        Collections.swap(lines, 9, 10);

        ChainReport report = verify(lines);

        assertFirstFault(report, 10, "lines 10 to 10 are missing");
        assertThat(report.faults().get(1).message()).contains("line 10 stands behind line 11");
        assertThat(report.faultCount()).isEqualTo(2);
    }

    @Test
    void insertedLinesShow() throws IOException {
        List<String> lines = lines(LINES);
        List<String> repeated = new ArrayList<>(lines);
        repeated.add(20, lines.get(4));
        List<String> forged = new ArrayList<>(lines);
        forged.add(20, lines.get(20).replace("u20", "mallory"));
        List<String> foreign = new ArrayList<>(lines);
        foreign.add(20, "{\"event\":\"session_bound\",\"user_id\":\"mallory\"}\n");

        assertFirstFault(verify(repeated), 21, "line 5 stands behind line 20");
        assertFirstFault(verify(forged), 21, "line 21 was changed");
        assertFirstFault(verify(foreign), 21, "is no line of an audit");
    }

    @Test
    void aLineOfAnotherChainWithTheSameKeyShows() throws IOException {
        List<String> lines = lines(LINES);
        ChainWriter other = new ChainWriter("gw-2", new ChainMac(List.of(K1)), "k1", ChainHead.START);
        for (int i = 1; i < 10; i++) {
            other.next("{\"event\":\"x\"}");
        }
        lines.set(9, new String(other.next("{\"event\":\"session_bound\"}"), StandardCharsets.UTF_8));

        assertFirstFault(verify(lines), 10, "line 10 does not continue line 9");
    }

    @Test
    void aCutTailNeedsAnAnchor() throws IOException {
        List<String> lines = lines(LINES);
        ChainHead anchor = chain.head();
        List<String> cut = lines.subList(0, 40);

        assertThat(verify(lines, anchor).isSound()).isTrue();
        assertThat(verify(cut).isSound()).isTrue();
        assertFirstFault(verify(cut, anchor), 41, "the tail is cut off: line 50 is anchored", "last line here is 40");
    }

    @Test
    void aChainThatWasWrittenAnewIsNotTheAnchoredOne() throws IOException {
        lines(LINES);
        ChainHead anchor = chain.head();
        chain.backTo(ChainHead.START);
        List<String> anew = new ArrayList<>();
        for (int i = 0; i < LINES; i++) {
            anew.add(next("{\"event\":\"nothing_happened\"}"));
        }

        assertThat(verify(anew).isSound()).isTrue();
        assertFirstFault(verify(anew, anchor), LINES, "is not the anchored one");
    }

    @Test
    void aNewKeyIsAnnouncedUnderTheOldOne() throws IOException {
        List<String> lines = lines(3);
        List<String> announced = new ArrayList<>(lines);
        announced.add(next("{\"event\":\"audit_key_changed\",\"next_key\":\"k2\"}"));
        chain.sign(new ChainMac(List.of(K2)), "k2");
        announced.addAll(lines(3));
        assertThat(verify(announced).faults()).isEmpty();

        chain.backTo(ChainLine.parse(lines.get(2).strip().getBytes(StandardCharsets.UTF_8))
                .orElseThrow()
                .head());
        List<String> silent = new ArrayList<>(lines);
        silent.addAll(lines(3));
        assertFirstFault(verify(silent), 4, "signed with the key \"k2\"", "\"k1\" has announced it");
    }

    @Test
    void aKeyThatIsNotGivenIsSaid() throws IOException {
        Path file = file("audit.log", lines(3));

        ChainReport report = new ChainVerifier(List.of(K2)).verify(List.of(file), List.of());

        assertFirstFault(report, 1, "the key \"k1\"", "audit.previous_keys");
    }

    @Test
    void rotatedFilesAreOneChainInAnyOrderCompressedOrNot() throws IOException {
        List<String> lines = lines(60);
        Path newest = file("audit.log", lines.subList(40, 60));
        Path middle = file("audit.log.1", lines.subList(20, 40));
        Path oldest = directory.resolve("audit.log.2.gz");
        try (OutputStream zip = new GZIPOutputStream(Files.newOutputStream(oldest))) {
            zip.write(String.join("", lines.subList(0, 20)).getBytes(StandardCharsets.UTF_8));
        }
        ChainVerifier verifier = new ChainVerifier(List.of(K1));

        assertThat(AuditFiles.of(newest)).hasSize(3);
        assertThat(verifier.verify(AuditFiles.of(newest), List.of()).faults()).isEmpty();
        ChainReport withoutTheMiddle = verifier.verify(List.of(newest, oldest), List.of());
        assertFirstFault(withoutTheMiddle, 1, "lines 21 to 40 are missing");
        assertThat(withoutTheMiddle.faults().get(0).file()).isEqualTo(newest);
        ChainReport withoutTheOldest = verifier.verify(List.of(newest, middle), List.of());
        assertThat(withoutTheOldest.isSound()).isTrue();
        assertThat(withoutTheOldest.notes()).singleElement().asString().contains("begin with line 21");
    }

    @Test
    void aSecondChainBehindTheFirstIsNotConnected() throws IOException {
        List<String> lines = lines(3);
        chain.backTo(ChainHead.START);
        lines.addAll(lines(3));

        assertFirstFault(verify(lines), 4, "a new chain begins here");
    }

    @Test
    void aDamagedArchiveCannotBeRead() throws IOException {
        Path file = Files.write(directory.resolve("audit.log.gz"), new byte[] {0x1f, (byte) 0x8b, 8, 0});

        assertThatThrownBy(() -> new ChainVerifier(List.of(K1)).verify(List.of(file), List.of()))
                .isInstanceOf(IOException.class);
    }

    @Test
    void garbageOfAnySizeIsReadInPieces() throws IOException {
        Path file = Files.write(directory.resolve("audit.log"), new byte[5 << 20]);

        ChainReport report = new ChainVerifier(List.of(K1)).verify(List.of(file), List.of());

        assertFirstFault(report, 1, "is no line of an audit");
    }

    @Test
    void anAnchorHasOneForm() {
        ChainHead head = new ChainHead(7, "0123456789abcdef".repeat(4));

        assertThat(ChainHead.parse(head.toString())).isEqualTo(head);
        assertThatThrownBy(() -> ChainHead.parse("7")).isInstanceOf(IllegalArgumentException.class);
    }
}
