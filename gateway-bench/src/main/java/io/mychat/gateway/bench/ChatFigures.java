package io.mychat.gateway.bench;

import io.mychat.gateway.bench.driver.Delays;
import io.mychat.gateway.bench.driver.Samples;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** The figures of messages in memory: medians over the measurements of all rounds. Not thread-safe. */
final class ChatFigures {

    private static final String RATIO = "%.2f";

    private final Map<Way, Map<String, Sum>> sums = new LinkedHashMap<>();
    private final Map<String, DelaySamples> delays = new LinkedHashMap<>();

    private record Way(int depth, boolean acknowledge) {}

    private record Sum(Samples perCpuSecond, Samples kilobytes) {}

    private record DelaySamples(Samples median, Samples p99, Samples longest, Delays all) {}

    void add(String server, int depth, boolean acknowledge, double perCpuSecond, double kilobytes) {
        Sum sum = sums.computeIfAbsent(new Way(depth, acknowledge), way -> new LinkedHashMap<>())
                .computeIfAbsent(server, name -> new Sum(new Samples(), new Samples()));
        sum.perCpuSecond().add(perCpuSecond);
        sum.kilobytes().add(kilobytes);
    }

    void add(String server, Delays measured) {
        DelaySamples samples = delays.computeIfAbsent(
                server, name -> new DelaySamples(new Samples(), new Samples(), new Samples(), new Delays()));
        samples.all().add(measured);
        samples.median().add(measured.median() / 1e3);
        samples.p99().add(measured.p99() / 1e3);
        samples.longest().add(measured.longest() / 1e3);
    }

    void print(Table table) {
        sums.forEach((way, servers) -> {
            Sum own = servers.values().iterator().next();
            servers.forEach((server, sum) -> table.row(
                    server,
                    way.depth() + (way.acknowledge() ? ", acknowledged" : ""),
                    sum.perCpuSecond().cells("%,.0f"),
                    number(sum.kilobytes().median()),
                    number(own.perCpuSecond().median() / sum.perCpuSecond().median()),
                    number(own.perCpuSecond().most() / sum.perCpuSecond().most())));
        });
    }

    /** The columns of {@link #print}. */
    static String[] columns() {
        return new String[] {
            "server",
            "in progress",
            "per CPU second",
            "range",
            "KB allocated",
            "gateway to this: medians",
            "best measurements"
        };
    }

    void printDelays(Table table) {
        delays.forEach((server, samples) -> {
            table.row(
                    server,
                    samples.median().cells(RATIO),
                    samples.p99().cells(RATIO),
                    number(samples.all().micros(99.9) / 1e3),
                    samples.longest().cells(RATIO));
            table.curve(server, samples.all());
        });
    }

    /** The columns of {@link #printDelays}. */
    static String[] delayColumns() {
        return new String[] {
            "server", "median ms", "range", "99 % ms", "range", "99.9 % ms, all rounds", "longest ms", "range"
        };
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, RATIO, value);
    }
}
