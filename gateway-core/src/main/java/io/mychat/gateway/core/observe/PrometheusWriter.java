package io.mychat.gateway.core.observe;

import io.mychat.gateway.spi.event.Metric;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * Writes metrics in the text formats of Prometheus. Each name is a family: one TYPE and HELP, then its samples. A
 * metric is omitted when an earlier one has the same name and another kind, or the same name and labels: Prometheus
 * would refuse the whole answer.
 */
public enum PrometheusWriter {
    /** Prometheus' text format 0.0.4. */
    PROMETHEUS("text/plain; version=0.0.4; charset=utf-8"),
    /** OpenMetrics 1.0: families of counters are named without {@code _total}, and the text ends with {@code # EOF}. */
    OPENMETRICS("application/openmetrics-text; version=1.0.0; charset=utf-8");

    /** The prefix of the gateway's own names, which separates them from the metrics of other programs. */
    public static final String PREFIX = "mychat_";

    /** These names mean the same in all programs, and have no prefix. */
    private static final List<String> COMMON = List.of("jvm_", "process_");

    private static final String TOTAL = "_total";
    private static final double LARGEST_EXACT = 1L << 53;

    private final String contentType;

    PrometheusWriter(String contentType) {
        this.contentType = contentType;
    }

    public String contentType() {
        return contentType;
    }

    /** The metrics, in UTF-8. */
    public byte[] write(List<Metric> metrics) {
        Map<String, Family> families = new LinkedHashMap<>();
        for (Metric metric : metrics) {
            Family family = families.computeIfAbsent(
                    familyName(metric), name -> new Family(metric.kind(), metric.help(), new LinkedHashMap<>()));
            if (family.kind == metric.kind()) {
                family.samples.putIfAbsent(labels(metric.labels()), metric);
            }
        }
        StringBuilder text = new StringBuilder(metrics.size() * 80);
        families.forEach((name, family) -> append(text, name, family));
        if (this == OPENMETRICS) {
            text.append("# EOF\n");
        }
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }

    /** @param samples the values by name and labels as written */
    private record Family(Metric.Kind kind, String help, Map<String, Metric> samples) {}

    /** The family's name: the metric's name, a counter's without {@code _total}. */
    private static String familyName(Metric metric) {
        String name = metric.name();
        return (COMMON.stream().anyMatch(name::startsWith) ? "" : PREFIX)
                + (metric.kind() == Metric.Kind.COUNTER && name.endsWith(TOTAL)
                        ? name.substring(0, name.length() - TOTAL.length())
                        : name);
    }

    private void append(StringBuilder text, String family, Family content) {
        boolean counter = content.kind == Metric.Kind.COUNTER;
        String sample = counter ? family + TOTAL : family;
        String described = this == OPENMETRICS ? family : sample;
        String kind = content.kind.name().toLowerCase(Locale.ROOT);
        text.append("# TYPE ").append(described).append(' ').append(kind).append('\n');
        text.append("# HELP ").append(described).append(' ');
        text.append(escaped(content.help, this == OPENMETRICS)).append('\n');
        content.samples.forEach((labels, metric) -> metric.histogram()
                .ifPresentOrElse(
                        histogram -> HistogramText.append(text, sample, labels, histogram),
                        () -> line(text, sample, labels, metric.value())));
    }

    /** One sample. */
    static void line(StringBuilder text, String name, String labels, double value) {
        text.append(name).append(labels).append(' ').append(number(value)).append('\n');
    }

    private static String labels(Map<String, String> labels) {
        if (labels.isEmpty()) {
            return "";
        }
        StringBuilder text = new StringBuilder("{");
        new TreeMap<>(labels)
                .forEach((name, value) -> text.append(text.length() == 1 ? "" : ",")
                        .append(labelName(name))
                        .append("=\"")
                        .append(escaped(value, true))
                        .append('"'));
        return text.append('}').toString();
    }

    /** A valid name for a label: other characters become underscores. */
    private static String labelName(String name) {
        String allowed = name.replaceAll("[^a-zA-Z0-9_]", "_");
        return allowed.isEmpty() || Character.isDigit(allowed.charAt(0)) ? "_" + allowed : allowed;
    }

    private static String escaped(String text, boolean quotes) {
        String lines = text.replace("\\", "\\\\").replace("\n", "\\n");
        return quotes ? lines.replace("\"", "\\\"") : lines;
    }

    private static String number(double value) {
        if (Double.isNaN(value)) {
            return "NaN";
        }
        if (Double.isInfinite(value)) {
            return value > 0 ? "+Inf" : "-Inf";
        }
        return value == Math.rint(value) && Math.abs(value) <= LARGEST_EXACT
                ? Long.toString((long) value)
                : Double.toString(value);
    }
}
