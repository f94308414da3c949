package io.mychat.gateway.spi.event;

import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * One sample of a metric.
 *
 * @param name lower case with underscores and a unit at the end if there is one, such as {@code redis_commands_total}
 * @param help the meaning, in one sentence
 * @param labels distinguish samples with the same name; each label has few values
 * @param value the value; the number of observations of a histogram
 * @param histogram present for {@link Kind#HISTOGRAM} only
 * @since 0.1.0
 */
public record Metric(
        String name,
        Kind kind,
        String help,
        Map<String, String> labels,
        double value,
        Optional<HistogramSnapshot> histogram) {

    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9_]*");

    /** The kind of a metric. */
    public enum Kind {
        /** The value only rises; it starts at 0 with the process. */
        COUNTER,
        /** The value rises and falls. */
        GAUGE,
        /** Observations, counted by buckets, such as durations in seconds; the counts start at 0 with the process. */
        HISTOGRAM
    }

    public Metric {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException("invalid metric name: " + name);
        }
        if ((kind == Kind.HISTOGRAM) != histogram.isPresent()) {
            throw new IllegalArgumentException("a histogram, and nothing else, has buckets: " + name);
        }
        Objects.requireNonNull(kind, "kind");
        Objects.requireNonNull(help, "help");
        labels = Map.copyOf(labels);
    }

    /** A counter or a gauge. */
    public Metric(String name, Kind kind, String help, Map<String, String> labels, double value) {
        this(name, kind, help, labels, value, Optional.empty());
    }

    public static Metric counter(String name, String help, double value) {
        return new Metric(name, Kind.COUNTER, help, Map.of(), value);
    }

    /** As {@link #counter(String, String, double)}; values beyond 2^53 are rounded. */
    public static Metric counter(String name, String help, long value) {
        return counter(name, help, (double) value);
    }

    public static Metric gauge(String name, String help, double value) {
        return new Metric(name, Kind.GAUGE, help, Map.of(), value);
    }

    /** As {@link #gauge(String, String, double)}; values beyond 2^53 are rounded. */
    public static Metric gauge(String name, String help, long value) {
        return gauge(name, help, (double) value);
    }

    public static Metric histogram(String name, String help, HistogramSnapshot observed) {
        return new Metric(name, Kind.HISTOGRAM, help, Map.of(), (double) observed.count(), Optional.of(observed));
    }

    /** The same sample with one more label. */
    public Metric with(String label, String labelValue) {
        Map<String, String> more = new HashMap<>(labels);
        more.put(label, labelValue);
        return new Metric(name, kind, help, more, value, histogram);
    }
}
