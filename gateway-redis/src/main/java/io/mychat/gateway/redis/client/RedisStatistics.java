package io.mychat.gateway.redis.client;

import io.mychat.gateway.spi.event.Metric;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;

/** Counters of commands and round trips. Thread-safe. */
final class RedisStatistics {

    private final LongAdder commands = new LongAdder();
    private final LongAdder roundTrips = new LongAdder();
    private final LongAdder errors = new LongAdder();
    private final LongAdder timeouts = new LongAdder();
    private final LongAdder refused = new LongAdder();
    private final LongAdder scriptLoads = new LongAdder();

    void roundTrip(int howManyCommands) {
        commands.add(howManyCommands);
        roundTrips.increment();
    }

    void error() {
        errors.increment();
    }

    void timeout() {
        timeouts.increment();
    }

    void refused() {
        refused.increment();
    }

    void scriptLoad() {
        scriptLoads.increment();
    }

    long commands() {
        return commands.sum();
    }

    long roundTrips() {
        return roundTrips.sum();
    }

    List<Metric> metrics() {
        return List.of(
                Metric.counter("redis_commands_total", "Commands sent to Redis.", commands.doubleValue()),
                Metric.counter("redis_round_trips_total", "Round trips to Redis.", roundTrips.doubleValue()),
                Metric.counter(
                        "redis_errors_total", "Calls that failed or were refused by Redis.", errors.doubleValue()),
                Metric.counter(
                        "redis_timeouts_total", "Calls that took longer than the deadline.", timeouts.doubleValue()),
                Metric.counter(
                        "redis_refused_total",
                        "Calls not made because Redis was known to be down.",
                        refused.doubleValue()),
                Metric.counter(
                        "redis_script_loads_total",
                        "Scripts loaded into a server that did not know them.",
                        scriptLoads.doubleValue()));
    }
}
