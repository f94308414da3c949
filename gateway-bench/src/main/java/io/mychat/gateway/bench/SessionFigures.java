package io.mychat.gateway.bench;

import io.mychat.gateway.bench.driver.Samples;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** The figures of gateways before and beside silent sessions: medians over the measurements of all rounds. Not thread-safe. */
final class SessionFigures {

    private final Map<Subject, Sum> sums = new LinkedHashMap<>();
    private final Map<String, LoginSum> logins = new LinkedHashMap<>();

    /**
     * What was measured: a server before the silent ones log in, or later.
     *
     * @param silent the sessions beside the pairs
     */
    record Subject(String server, boolean acknowledge, boolean later, int silent) {

        /** The same JVM, since two of them that compile in another order differ by more than what is measured. */
        Subject before() {
            return new Subject(server, acknowledge, false, 0);
        }
    }

    /** One measurement. */
    record Window(double perCpuSecond, double kilobytes, double longestPause) {}

    /**
     * The logins of all silent sessions.
     *
     * @param nanos from the first one to the last answer, without the time in which their tokens are issued
     * @param cpuMicros of the whole process, tokens included
     * @param bytes of the heap
     */
    record Logins(long nanos, double cpuMicros, long bytes) {}

    private record Sum(Samples perCpuSecond, Samples kilobytes, Samples pauses) {}

    private record LoginSum(Samples seconds, Samples cpuMicros, Samples bytes) {}

    void add(Subject subject, Window window) {
        Sum sum = sums.computeIfAbsent(subject, any -> new Sum(new Samples(), new Samples(), new Samples()));
        sum.perCpuSecond().add(window.perCpuSecond());
        sum.kilobytes().add(window.kilobytes());
        sum.pauses().add(window.longestPause());
    }

    void addLogins(String server, int sessions, Logins all) {
        LoginSum sum = logins.computeIfAbsent(server, any -> new LoginSum(new Samples(), new Samples(), new Samples()));
        sum.seconds().add(all.nanos() / 1e9);
        sum.cpuMicros().add(all.cpuMicros() / sessions);
        sum.bytes().add((double) all.bytes() / sessions);
    }

    void print(Table table) {
        sums.entrySet().stream()
                .sorted(Map.Entry.comparingByKey(Comparator.comparing(Subject::server)
                        .thenComparing(Subject::acknowledge)
                        .thenComparing(Subject::later)))
                .forEach(each -> print(table, each.getKey(), each.getValue()));
    }

    private void print(Table table, Subject subject, Sum sum) {
        Sum before = sums.getOrDefault(subject.before(), sum);
        table.row(
                subject.server(),
                subject.acknowledge() ? "acknowledged" : "not acknowledged",
                String.format(Locale.ROOT, "%,d", subject.silent()) + (subject.later() ? "" : ", before"),
                sum.perCpuSecond().cells("%,.0f"),
                number(sum.kilobytes().median()),
                number(sum.perCpuSecond().median() / before.perCpuSecond().median()),
                number(sum.perCpuSecond().most() / before.perCpuSecond().most()),
                sum.pauses().cells("%,.0f"));
    }

    /** The columns of {@link #print}. */
    static String[] columns() {
        return new String[] {
            "server",
            "messages",
            "silent sessions",
            "per CPU second",
            "range",
            "KB allocated",
            "to before: medians",
            "best measurements",
            "longest pause, ms",
            "range"
        };
    }

    void printLogins(Table table) {
        logins.forEach((server, sum) -> table.row(
                server,
                sum.bytes().cells("%,.0f"),
                sum.seconds().cells("%,.1f"),
                sum.cpuMicros().cells("%,.0f")));
    }

    /** The columns of {@link #printLogins}. */
    static String[] loginColumns() {
        return new String[] {
            "server", "bytes of the heap", "range", "s until all are logged in", "range", "CPU µs of a login", "range"
        };
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%.2f", value);
    }
}
