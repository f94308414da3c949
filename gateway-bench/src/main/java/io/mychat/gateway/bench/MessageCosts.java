package io.mychat.gateway.bench;

import io.mychat.gateway.bench.driver.CommandStats;
import io.mychat.gateway.bench.driver.CommandStats.Command;
import io.mychat.gateway.bench.driver.Samples;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** The costs of messages, for each server and way: counts over all rounds, times as medians. Not thread-safe. */
final class MessageCosts {

    /** Commands that are rarer than this are of the gateways themselves. */
    private static final double RARE = 0.02;

    private final Map<Subject, Sum> sums = new LinkedHashMap<>();

    private record Subject(String server, String way) {}

    /**
     * The costs of one measurement.
     *
     * @param bytes the bytes that the gateways have allocated
     * @param cpuMicros the processor time of the gateways
     */
    record Cost(CommandStats redis, long roundTrips, long bytes, double cpuMicros) {}

    private static final class Sum {
        private CommandStats redis = new CommandStats(Map.of(), 0);
        private final Samples redisMicros = new Samples();
        private final Samples gatewayMicros = new Samples();
        private final Samples kilobytes = new Samples();
        private long messages;
        private long roundTrips;

        private String per(long count) {
            return number((double) count / messages);
        }
    }

    void add(String server, String way, long messages, Cost cost) {
        Sum sum = sums.computeIfAbsent(new Subject(server, way), subject -> new Sum());
        sum.redis = sum.redis.plus(cost.redis());
        sum.messages += messages;
        sum.roundTrips += cost.roundTrips();
        sum.redisMicros.add(cost.redis().cpuMicros() / messages);
        sum.gatewayMicros.add(cost.cpuMicros() / messages);
        sum.kilobytes.add(cost.bytes() / 1e3 / messages);
    }

    void print(Table table) {
        sums.forEach((subject, sum) -> {
            Command scripts = sum.redis.scripts();
            Command others = sum.redis.others();
            table.row(
                    subject.server(),
                    subject.way(),
                    sum.per(sum.roundTrips),
                    sum.per(scripts.calls()),
                    sum.per(others.calls()),
                    sum.per(scripts.micros()),
                    sum.per(others.micros()),
                    sum.redisMicros.cells("%,.0f"),
                    number(sum.kilobytes.median()),
                    sum.gatewayMicros.cells("%,.0f"));
        });
    }

    /** The columns of {@link #print}. */
    static String[] columns() {
        return new String[] {
            "server",
            "way",
            "round trips",
            "scripts",
            "other commands, also in scripts",
            "µs in scripts",
            "µs in other commands",
            "CPU µs of Redis",
            "range",
            "KB allocated",
            "CPU µs of the gateways",
            "range"
        };
    }

    void printCommands(Table table) {
        sums.forEach((subject, sum) -> table.row(
                subject.server(),
                subject.way(),
                sum.redis.commands().entrySet().stream()
                        .filter(each -> each.getValue().calls() >= RARE * sum.messages)
                        .sorted(Map.Entry.<String, Command>comparingByValue(
                                        (one, other) -> Long.compare(one.calls(), other.calls()))
                                .reversed())
                        .map(each ->
                                each.getKey() + " " + sum.per(each.getValue().calls()))
                        .collect(Collectors.joining(", "))));
    }

    /** The columns of {@link #printCommands}. */
    static String[] commandColumns() {
        return new String[] {"server", "way", "calls of commands"};
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%,.2f", value);
    }
}
