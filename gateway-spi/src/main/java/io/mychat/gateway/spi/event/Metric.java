package io.mychat.gateway.spi.event;

import java.util.HashMap;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * One sample of a metric.
 *
 * @param name lower case with underscores and a unit at the end if there is one, such as {@code redis_commands_total}
 * @param help the meaning, in one sentence
 * @param labels distinguish samples with the same name; each label has few values
 */
public record Metric(String name, Kind kind, String help, Map<String, String> labels, double value) {

    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9_]*");

    /** The kind of a metric. */
    public enum Kind {
        /** The value only rises; it starts at 0 with the process. */
        COUNTER,
        /** The value rises and falls. */
        GAUGE
    }

    public Metric {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException("invalid metric name: " + name);
        }
        labels = Map.copyOf(labels);
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

    /** The same sample with one more label. */
    public Metric with(String label, String labelValue) {
        Map<String, String> more = new HashMap<>(labels);
        more.put(label, labelValue);
        return new Metric(name, kind, help, more, value);
    }
}
