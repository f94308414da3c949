package io.mychat.gateway.core.audit;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.IntSupplier;

/**
 * The last lines of the audit since the start, in memory, at most {@code audit.tail_lines}. Thread-safe: this object's lock
 * guards them, and no line is written as text while it is held.
 */
public final class AuditTail {

    private final IntSupplier mostLines;
    private final Deque<Line> lines = new ArrayDeque<>();
    private long written;

    /** A line and its number, counted from the start. */
    private record Line(long number, AuditLine content) {}

    /**
     * Some lines, newest first.
     *
     * @param lines JSON objects
     * @param next continues behind the last of them; empty: it is the oldest
     */
    public record Page(List<String> lines, OptionalLong next) {

        public Page {
            lines = List.copyOf(lines);
        }
    }

    /** @param mostLines the bound in effect */
    public AuditTail(IntSupplier mostLines) {
        this.mostLines = mostLines;
    }

    /** Adds a line, which does not change any more. */
    synchronized void add(AuditLine line) {
        lines.addFirst(new Line(++written, line));
        int most = mostLines.getAsInt();
        while (lines.size() > most) {
            lines.removeLast();
        }
    }

    /**
     * The newest lines, or those that are older than another page.
     *
     * @param before the {@link Page#next} of another page; empty: the newest
     */
    public Page page(int limit, OptionalLong before) {
        List<Line> page = new ArrayList<>();
        boolean isLast;
        synchronized (this) {
            Iterator<Line> rest = lines.iterator();
            while (page.size() < limit && rest.hasNext()) {
                Line line = rest.next();
                if (before.isEmpty() || line.number() < before.getAsLong()) {
                    page.add(line);
                }
            }
            isLast = !rest.hasNext();
        }
        return new Page(
                page.stream().map(line -> line.content().toString()).toList(),
                isLast || page.isEmpty()
                        ? OptionalLong.empty()
                        : OptionalLong.of(page.get(page.size() - 1).number()));
    }
}
