package io.mychat.gateway.core.observe;

import io.mychat.gateway.spi.event.HistogramSnapshot;
import java.math.BigDecimal;

/** Writes the samples of one histogram, in both formats of {@link PrometheusWriter}: buckets with all that is below them. */
final class HistogramText {

    private HistogramText() {}

    /** @param labels in braces, or empty */
    static void append(StringBuilder text, String name, String labels, HistogramSnapshot histogram) {
        long below = 0;
        for (int i = 0; i < histogram.counts().size(); i++) {
            below += histogram.counts().get(i);
            String bound =
                    i < histogram.bounds().size() ? plain(histogram.bounds().get(i)) : "+Inf";
            PrometheusWriter.line(text, name + "_bucket", with(labels, bound), (double) below);
        }
        PrometheusWriter.line(text, name + "_sum", labels, histogram.sum());
        PrometheusWriter.line(text, name + "_count", labels, (double) below);
    }

    private static String with(String labels, String bound) {
        String le = "le=\"" + bound + "\"}";
        return labels.isEmpty() ? "{" + le : labels.substring(0, labels.length() - 1) + "," + le;
    }

    /** The form that OpenMetrics asks for: always with a point, and so that the same bound is always the same text. */
    private static String plain(double bound) {
        String text = BigDecimal.valueOf(bound).stripTrailingZeros().toPlainString();
        return text.contains(".") ? text : text + ".0";
    }
}
