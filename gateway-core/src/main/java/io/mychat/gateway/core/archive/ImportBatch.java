package io.mychat.gateway.core.archive;

import io.mychat.gateway.core.archive.ArchiveLine.Entry;
import io.mychat.gateway.core.archive.ArchiveLine.Message;
import io.mychat.gateway.spi.chat.MessageArchive;
import io.mychat.gateway.spi.chat.RestoreOutcome;
import java.util.ArrayList;
import java.util.List;

/** Lines that go to the store in one call: messages of one chat, or entries of one inbox. Not thread-safe. */
final class ImportBatch {

    private static final int MOST_LINES = 100;

    private final List<Numbered> lines = new ArrayList<>();

    /** A line and its number in the file. */
    record Numbered(long number, ArchiveLine line) {}

    /** A line and what became of it. */
    record Result(Numbered line, RestoreOutcome outcome) {}

    boolean isEmpty() {
        return lines.isEmpty();
    }

    /** Whether this line can go with those that are in. */
    boolean fits(ArchiveLine line) {
        return lines.isEmpty()
                || (lines.size() < MOST_LINES
                        && owner(line).equals(owner(lines.get(0).line())));
    }

    private static List<Object> owner(ArchiveLine line) {
        if (line instanceof Message message) {
            return List.of("chat", message.archived().message().chatId());
        }
        return line instanceof Entry entry ? List.of("inbox", entry.userId()) : List.of();
    }

    void add(long number, ArchiveLine line) {
        lines.add(new Numbered(number, line));
    }

    /** Sends the lines and is empty then; after an exception it is as before. */
    List<Result> send(MessageArchive archive) {
        List<RestoreOutcome> outcomes;
        if (lines.get(0).line() instanceof Entry first) {
            outcomes = archive.deliver(
                    first.userId(),
                    lines.stream().map(one -> ((Entry) one.line()).reference()).toList());
        } else {
            outcomes = archive.restore(
                    lines.stream().map(one -> ((Message) one.line()).archived()).toList());
        }
        List<Result> results = new ArrayList<>();
        for (int i = 0; i < lines.size(); i++) {
            results.add(new Result(lines.get(i), outcomes.get(i)));
        }
        lines.clear();
        return results;
    }
}
