package io.mychat.gateway.core.observe;

import io.mychat.gateway.spi.event.Metric;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Writes metrics as Prometheus reads them. Each name is a family: one TYPE and HELP, then its samples. A metric that has the
 * name of an earlier one and another kind, or all its labels too, is left out: the reader would refuse the whole answer.
 */
public enum PrometheusWriter {
    /** Prometheus' text format 0.0.4. */
    PROMETHEUS("text/plain; version=0.0.4; charset=utf-8"),
    /** OpenMetrics 1.0: counters' families are named without {@code _total}, and the text has an end. */
    OPENMETRICS("application/openmetrics-text; version=1.0.0; charset=utf-8");

    /** Before every name, so that they are told from those of other programs. */
    public static final String PREFIX = "mychat_";

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
                family.samples.putIfAbsent(labels(metric.labels()), metric.value());
            }
        }
        StringBuilder text = new StringBuilder(metrics.size() * 80);
        families.forEach((name, family) -> append(text, name, family));
        if (this == OPENMETRICS) {
            text.append("# EOF\n");
        }
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }

    /** @param samples values by what stands between name and value */
    private record Family(Metric.Kind kind, String help, Map<String, Double> samples) {}

    /** Without {@code _total}, and without a name that a counter of the same family needs. */
    private static String familyName(Metric metric) {
        String name = metric.name();
        return PREFIX
                + (metric.kind() == Metric.Kind.COUNTER && name.endsWith(TOTAL)
                        ? name.substring(0, name.length() - TOTAL.length())
                        : name);
    }

    private void append(StringBuilder text, String family, Family content) {
        boolean counter = content.kind == Metric.Kind.COUNTER;
        String sample = counter ? family + TOTAL : family;
        String described = this == OPENMETRICS ? family : sample;
        text.append("# TYPE ").append(described).append(counter ? " counter\n" : " gauge\n");
        text.append("# HELP ").append(described).append(' ');
        text.append(escaped(content.help, this == OPENMETRICS)).append('\n');
        content.samples.forEach((labels, value) -> text.append(sample)
                .append(labels)
                .append(' ')
                .append(number(value))
                .append('\n'));
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

    /** What no label may be called is made to look like one. */
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
