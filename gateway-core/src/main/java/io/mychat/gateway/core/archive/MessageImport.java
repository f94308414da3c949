package io.mychat.gateway.core.archive;

import io.mychat.gateway.core.codec.Json;
import io.mychat.gateway.spi.chat.MessageArchive;
import io.mychat.gateway.spi.chat.RestoreOutcome;
import java.io.IOException;
import java.io.InputStream;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * Puts an export back. A message or an entry that is there already is left alone, so that a run may be repeated, and may
 * go into a store that is in use: what is missing is added behind what is there. Online users are sent what enters their
 * inboxes. Blocks; one thread.
 *
 * @since 0.1.0
 */
public final class MessageImport {

    /** The longest line without another setting, in bytes: a message of 64 KiB in the longest form of JSON. */
    public static final int DEFAULT_MAX_LINE_BYTES = 1 << 20;

    private final MessageArchive archive;
    private final Options options;
    private final ImportListener listener;
    private final Json json;

    private final ImportBatch batch = new ImportBatch();
    private final Map<RestoreOutcome, Long> messages = new EnumMap<>(RestoreOutcome.class);
    private final Map<RestoreOutcome, Long> entries = new EnumMap<>(RestoreOutcome.class);
    private long badLines;
    private long done;
    private boolean isComplete;

    /**
     * @param fromLine the first line to look at, from 1 on: where an earlier run has ended
     * @param stopAtBadLine whether a bad line ends the import; else it is left out
     * @param maxLineBytes the longest line
     */
    public record Options(long fromLine, boolean stopAtBadLine, int maxLineBytes) {

        public Options {
            if (fromLine < 1 || maxLineBytes < 1) {
                throw new IllegalArgumentException("fromLine and maxLineBytes must be at least 1");
            }
        }

        /** Everything, without stopping, with lines of up to {@value #DEFAULT_MAX_LINE_BYTES} bytes. */
        public static Options defaults() {
            return new Options(1, false, DEFAULT_MAX_LINE_BYTES);
        }
    }

    public MessageImport(MessageArchive archive, Options options, ImportListener listener) {
        this.archive = archive;
        this.options = options;
        this.listener = listener;
        this.json = new Json(8, options.maxLineBytes());
    }

    /**
     * Runs once.
     *
     * @param in the export; the caller closes it
     * @throws ArchiveException at a bad line when the options say so, and at an export of a later release
     * @throws io.mychat.gateway.spi.StoreUnavailableException when the store does not answer; {@link #totals} says from
     *     which line to go on
     */
    public ImportTotals run(InputStream in) throws IOException {
        LineReader reader = new LineReader(in, options.maxLineBytes());
        for (byte[] bytes = reader.next(); bytes != null; bytes = reader.next()) {
            if (reader.number() >= options.fromLine()) {
                take(reader.number(), read(bytes));
            }
        }
        send();
        done = reader.number();
        listener.onProgress(totals());
        return totals();
    }

    private ArchiveLine read(byte[] line) {
        return line == LineReader.TOO_LONG
                ? new ArchiveLine.Bad("is longer than " + options.maxLineBytes() + " bytes")
                : ArchiveLine.read(line, json);
    }

    private void take(long number, ArchiveLine line) {
        if (line instanceof ArchiveLine.Header header) {
            if (header.version() > ArchiveLine.VERSION) {
                throw new ArchiveException("line " + number + ": an export of version " + header.version()
                        + " needs a later release of the gateway");
            }
        } else if (line instanceof ArchiveLine.End) {
            isComplete = true;
        } else if (line instanceof ArchiveLine.Bad bad) {
            badLine(number, bad.reason());
        } else {
            if (!batch.fits(line)) {
                send();
            }
            batch.add(number, line);
        }
    }

    private void send() {
        if (batch.isEmpty()) {
            return;
        }
        List<ImportBatch.Result> results = batch.send(archive);
        for (ImportBatch.Result result : results) {
            done = result.line().number();
            if (result.outcome() == RestoreOutcome.CONFLICT) {
                badLine(done, "another message has this message_id");
            } else if (result.line().line() instanceof ArchiveLine.Message) {
                messages.merge(result.outcome(), 1L, Long::sum);
            } else {
                entries.merge(result.outcome(), 1L, Long::sum);
            }
        }
        listener.onProgress(totals());
    }

    private void badLine(long number, String reason) {
        if (options.stopAtBadLine()) {
            throw new ArchiveException("line " + number + " " + reason);
        }
        badLines++;
        listener.onBadLine(number, reason);
    }

    /** What has been done, also after an exception. */
    public ImportTotals totals() {
        long renumbered = count(messages, RestoreOutcome.RENUMBERED);
        return new ImportTotals(
                done,
                count(messages, RestoreOutcome.RESTORED) + renumbered,
                renumbered,
                count(messages, RestoreOutcome.EXISTING),
                count(messages, RestoreOutcome.EXPIRED),
                count(entries, RestoreOutcome.RESTORED),
                count(entries, RestoreOutcome.EXISTING),
                count(entries, RestoreOutcome.MISSING),
                badLines,
                isComplete);
    }

    private static long count(Map<RestoreOutcome, Long> counts, RestoreOutcome outcome) {
        return counts.getOrDefault(outcome, 0L);
    }
}
