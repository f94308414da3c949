package io.mychat.gateway.core.observe;

import io.mychat.gateway.spi.event.Metric;
import io.mychat.gateway.spi.event.MetricSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A histogram of durations for each value of one label. Thread-safe. There are never more than a given number of values and
 * {@code other}; threads that make the last one at the same time may exceed it by one each.
 */
public final class LabeledHistogram implements MetricSource {

    /** The value for all values beyond the bound. */
    static final String OTHER = "other";

    private final String name;
    private final String help;
    private final String label;
    private final int most;
    private final LatencyHistogram other = new LatencyHistogram();
    private final Map<String, LatencyHistogram> histograms = new ConcurrentHashMap<>();

    /**
     * @param name ends with {@code _seconds}
     * @param most how many values of the label have a histogram of their own
     */
    public LabeledHistogram(String name, String help, String label, int most) {
        this.name = name;
        this.help = help;
        this.label = label;
        this.most = most;
    }

    /** The histogram of a value, which stays the same; that of {@code other} when there are too many values. */
    public LatencyHistogram of(String value) {
        LatencyHistogram known = histograms.get(value);
        if (known != null) {
            return known;
        }
        return histograms.size() >= most ? other : histograms.computeIfAbsent(value, v -> new LatencyHistogram());
    }

    /** How many values have a histogram of their own. */
    int size() {
        return histograms.size();
    }

    /** All durations together. */
    long sumNanos() {
        return other.sumNanos()
                + histograms.values().stream()
                        .mapToLong(LatencyHistogram::sumNanos)
                        .sum();
    }

    @Override
    public List<Metric> metrics() {
        List<Metric> metrics = new ArrayList<>();
        histograms.forEach((value, histogram) -> metrics.add(metric(value, histogram)));
        if (histograms.size() >= most) {
            metrics.add(metric(OTHER, other));
        }
        return metrics;
    }

    private Metric metric(String value, LatencyHistogram histogram) {
        return Metric.histogram(name, help, histogram.snapshot()).with(label, value);
    }
}
