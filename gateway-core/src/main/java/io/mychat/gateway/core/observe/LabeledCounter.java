package io.mychat.gateway.core.observe;

import io.mychat.gateway.spi.event.Metric;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/**
 * A counter for each value of one label. Thread-safe. There are at most {@value #MOST} values; further ones are counted
 * as {@code other}. Concurrent threads may exceed this bound by a few.
 */
final class LabeledCounter {

    static final int MOST = 50;
    static final String OTHER = "other";

    private final String name;
    private final String help;
    private final String label;
    private final Map<String, LongAdder> counts = new ConcurrentHashMap<>();

    /** @param known values that are shown with 0 from the start */
    LabeledCounter(String name, String help, String label, List<String> known) {
        this.name = name;
        this.help = help;
        this.label = label;
        for (String value : known) {
            counts.put(value, new LongAdder());
        }
        counts.put(OTHER, new LongAdder());
    }

    void add(String value) {
        LongAdder count = counts.get(value);
        if (count == null) {
            count = counts.computeIfAbsent(counts.size() > MOST ? OTHER : value, v -> new LongAdder());
        }
        count.increment();
    }

    List<Metric> metrics() {
        return counts.entrySet().stream()
                .map(count -> Metric.counter(name, help, count.getValue().sum()).with(label, count.getKey()))
                .toList();
    }
}
