package io.mychat.gateway.core.audit.chain;

import io.mychat.gateway.core.audit.chain.ChainReport.Fault;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One pass over the lines of a chain. Not thread-safe. */
final class ChainCheck {

    private static final int MAX_NOTES = 100;

    private final ChainMac macs;
    private final Map<Long, String> anchors = new HashMap<>();
    private final List<Fault> faults = new ArrayList<>();
    private final List<String> notes = new ArrayList<>();
    private final TornLines torn = new TornLines();
    private long faultCount;
    private long lines;
    private long redacted;
    private @Nullable ChainLine first;
    private @Nullable ChainLine last;
    private String announcedKey = "";

    ChainCheck(ChainMac macs, List<ChainHead> anchors) {
        this.macs = macs;
        anchors.forEach(anchor -> this.anchors.put(anchor.seq(), anchor.mac()));
    }

    /**
     * The next line of the files.
     *
     * @param bytes with the line's end, where it has one
     */
    void line(Path file, long number, byte[] bytes) {
        lines++;
        boolean isWhole = bytes.length > 0 && bytes[bytes.length - 1] == '\n';
        Optional<ChainLine> read = isWhole ? ChainLine.parse(Arrays.copyOf(bytes, bytes.length - 1)) : Optional.empty();
        if (read.isEmpty()) {
            torn.add(file, number, bytes);
            return;
        }
        ChainLine line = read.get();
        Optional<String> forged = forgery(line);
        Optional<String> fault =
                forged.or(() -> displacement(line)).or(() -> keyChange(line)).or(() -> anchor(line));
        endTorn(line);
        fault.ifPresent(message -> fault(new Fault(file, number, message)));
        redacted += line.isRedacted() ? 1 : 0;
        if (continues(line, forged.isEmpty())) {
            first = first == null ? line : first;
            last = line;
        }
        announcedKey = fault.isEmpty() && line.event().equals(ChainLine.KEY_CHANGED)
                ? line.fields().path(ChainLine.NEXT_KEY).asText()
                : "";
    }

    /** Whether what comes next is compared with this line: after a gap the lines behind it are checked all the same. */
    private boolean continues(ChainLine line, boolean isGenuine) {
        ChainLine before = last;
        return before == null
                || line.seq() == before.seq() + 1
                || (isGenuine && (line.seq() > before.seq() || line.isFirst()));
    }

    private void endTorn(ChainLine next) {
        torn.begin().ifPresent(begin -> {
            if (torn.isMarkedBy(next) && next.isMadeWith(macs)) {
                note(begin.file() + ":" + begin.line() + ": " + torn.length()
                        + " bytes of a line that a crash has cut off; the next line says so");
            } else {
                fault(begin);
            }
            torn.clear();
        });
    }

    private Optional<String> forgery(ChainLine line) {
        if (!macs.knows(line.keyId())) {
            return Optional.of("line " + line.seq() + " is signed with the key \"" + line.keyId()
                    + "\", which is not given; name it in audit.previous_keys");
        }
        return line.isMadeWith(macs)
                ? Optional.empty()
                : Optional.of("line " + line.seq() + " was changed, or the key \"" + line.keyId()
                        + "\" is not the one that signed it");
    }

    private Optional<String> displacement(ChainLine line) {
        ChainLine before = last;
        if (before == null) {
            if (!line.isFirst()) {
                note("the given files begin with line " + line.seq() + "; what was before is not checked");
            }
            return Optional.empty();
        }
        long expected = before.seq() + 1;
        if (line.seq() == expected) {
            return line.prev().equals(before.mac())
                    ? Optional.empty()
                    : Optional.of("line " + line.seq() + " does not continue line " + before.seq()
                            + ": one of both belongs to another chain");
        }
        if (line.seq() > expected) {
            return Optional.of(
                    "before line " + line.seq() + " lines " + expected + " to " + (line.seq() - 1) + " are missing");
        }
        return Optional.of(
                line.isFirst()
                        ? "a new chain begins here; nothing connects it with line " + before.seq() + " before it"
                        : "line " + line.seq() + " stands behind line " + before.seq()
                                + ": moved, repeated or inserted");
    }

    private Optional<String> keyChange(ChainLine line) {
        String before = last == null ? line.keyId() : last.keyId();
        return before.equals(line.keyId()) || line.keyId().equals(announcedKey)
                ? Optional.empty()
                : Optional.of("line " + line.seq() + " is signed with the key \"" + line.keyId()
                        + "\", and no line under \"" + before + "\" has announced it");
    }

    private Optional<String> anchor(ChainLine line) {
        String anchored = anchors.get(line.seq());
        return anchored == null || anchored.equals(line.mac())
                ? Optional.empty()
                : Optional.of(
                        "line " + line.seq() + " is not the anchored one: the chain was written anew before here");
    }

    /**
     * Ends the pass.
     *
     * @param end the last file, and the number behind its last line
     */
    ChainReport end(Path file, long end) {
        torn.begin().ifPresent(begin -> {
            if (begin.file().equals(file) && begin.line() == end - 1 && torn.isCutOff()) {
                note(begin + "; a crash, or the gateway is writing it");
            } else {
                fault(begin);
            }
        });
        if (redacted > 0) {
            note(redacted + " lines are redacted: their first content is gone, their places are proven");
        }
        ChainLine lastLine = last;
        ChainLine firstLine = first;
        anchors.keySet().stream().sorted().forEach(seq -> {
            if (lastLine == null || seq > lastLine.seq()) {
                fault(new Fault(
                        file,
                        end,
                        "the tail is cut off: line " + seq + " is anchored, and the last line here is "
                                + (lastLine == null ? "none" : Long.toString(lastLine.seq()))));
            } else if (firstLine != null && seq < firstLine.seq()) {
                note("the anchored line " + seq + " is older than the given files, and is not checked");
            }
        });
        return new ChainReport(
                faults,
                faultCount,
                notes,
                lines,
                Optional.ofNullable(firstLine).map(ChainLine::head),
                Optional.ofNullable(lastLine).map(ChainLine::head));
    }

    private void fault(Fault fault) {
        faultCount++;
        if (faults.size() < ChainReport.MAX_FAULTS) {
            faults.add(fault);
        }
    }

    void note(String note) {
        if (notes.size() < MAX_NOTES) {
            notes.add(note);
        }
    }
}
