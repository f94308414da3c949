package io.mychat.gateway.spi.event;

import java.util.HashMap;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * One number.
 *
 * @param name lower case with underscores, a unit at the end where it has one: {@code redis_commands_total}
 * @param help what it means, one sentence
 * @param labels what sets it apart from others of the same name; few values only
 */
public record Metric(String name, Kind kind, String help, Map<String, String> labels, double value) {

    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9_]*");

    /** What a number does. */
    public enum Kind {
        /** Only rises, and starts at 0 with the process. */
        COUNTER,
        /** Goes up and down. */
        GAUGE
    }

    public Metric {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException("not a metric's name: " + name);
        }
        labels = Map.copyOf(labels);
    }

    public static Metric counter(String name, String help, double value) {
        return new Metric(name, Kind.COUNTER, help, Map.of(), value);
    }

    /** As {@link #counter(String, String, double)}; numbers beyond 2^53 are rounded. */
    public static Metric counter(String name, String help, long value) {
        return counter(name, help, (double) value);
    }

    public static Metric gauge(String name, String help, double value) {
        return new Metric(name, Kind.GAUGE, help, Map.of(), value);
    }

    /** As {@link #gauge(String, String, double)}; numbers beyond 2^53 are rounded. */
    public static Metric gauge(String name, String help, long value) {
        return gauge(name, help, (double) value);
    }

    /** The same number with one more label. */
    public Metric with(String label, String labelValue) {
        Map<String, String> more = new HashMap<>(labels);
        more.put(label, labelValue);
        return new Metric(name, kind, help, more, value);
    }
}
