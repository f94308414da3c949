package io.mychat.gateway.standalone.load;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What came of a load test. */
public final class LoadReport {

    private static final String ROW = "| %-38s | %8s | %8s | %8s | %8s |";

    private final int people;
    private final double seconds;
    private final Tally tally;
    private final List<String> ended;

    /** @param ended who was not there any more, and why */
    LoadReport(int people, double seconds, Tally tally, List<String> ended) {
        this.people = people;
        this.seconds = seconds;
        this.tally = tally;
        this.ended = List.copyOf(ended);
    }

    /** Whether every message was stored, and came once and in order, to people who stayed. */
    public boolean isGood() {
        return ended.isEmpty()
                && tally.refused.sum() + tally.unanswered.sum() + tally.lost.sum() + tally.doubled.sum() == 0
                && tally.delivered.count() == tally.sent.sum();
    }

    /** The report, in lines. */
    public List<String> lines() {
        List<String> lines = new ArrayList<>();
        ended.forEach(one -> lines.add("gone: " + one));
        lines.add(format(
                "%d people, %.1f s, %.1f messages a second",
                people, seconds, tally.sent.sum() / Math.max(seconds, 0.001)));
        lines.add(format(
                "%d sent, %d stored, %d refused, %d without an answer, %d delivered, %d lost, %d doubled, %d connections lost",
                tally.sent.sum(),
                tally.stored.count(),
                tally.refused.sum(),
                tally.unanswered.sum(),
                tally.delivered.count(),
                tally.lost.sum(),
                tally.doubled.sum(),
                tally.reconnects.sum()));
        lines.add("");
        lines.add(format(ROW, "milliseconds", "p50", "p90", "p99", "most"));
        lines.add(format(ROW, "---", "---", "---", "---", "---"));
        lines.add(row("login", tally.logins));
        lines.add(row("due until stored", tally.stored));
        lines.add(row("due until delivered to the other one", tally.delivered));
        return lines;
    }

    private static String row(String name, Delays delays) {
        return format(ROW, name, at(delays, 0.5), at(delays, 0.9), at(delays, 0.99), at(delays, 1));
    }

    private static String at(Delays delays, double part) {
        return format("%.1f", delays.percentile(part));
    }

    private static String format(String text, Object... values) {
        return String.format(Locale.ROOT, text, values);
    }
}
