package io.mychat.gateway.bench;

import io.mychat.gateway.bench.driver.Delays;
import io.mychat.gateway.bench.driver.Samples;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** The figures of storms, over the measurements of all rounds. Not thread-safe. */
final class StormFigures {

    private final Map<Row, Sum> sums = new LinkedHashMap<>();

    private record Row(String server, String what) {}

    private record Sum(Samples perCpuSecond, Samples kilobytes, Samples p99, Samples longest, Delays delays) {}

    void add(String server, String what, Delays delays, double cpuSeconds, double bytes) {
        Sum sum = sums.computeIfAbsent(
                new Row(server, what),
                row -> new Sum(new Samples(), new Samples(), new Samples(), new Samples(), new Delays()));
        sum.perCpuSecond().add(delays.count() / cpuSeconds);
        sum.kilobytes().add(bytes / 1e3 / delays.count());
        sum.p99().add(delays.p99() / 1e3);
        sum.longest().add(delays.longest() / 1e3);
        sum.delays().add(delays);
    }

    void print(Table table) {
        sums.forEach((row, sum) -> {
            table.row(
                    row.server(),
                    row.what(),
                    sum.perCpuSecond().cells("%,.0f"),
                    String.format(Locale.ROOT, "%.1f", sum.kilobytes().median()),
                    sum.p99().cells("%,.0f"),
                    sum.longest().cells("%,.0f"));
            table.curve(row.server() + ": " + row.what(), sum.delays());
        });
    }

    /** The columns of {@link #print}. */
    static String[] columns() {
        return new String[] {
            "server", "what", "per CPU second", "range", "KB allocated", "99 % ms", "range", "longest ms", "range"
        };
    }
}
