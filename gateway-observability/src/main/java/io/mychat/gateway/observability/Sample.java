package io.mychat.gateway.observability;

import io.mychat.gateway.spi.event.HistogramSnapshot;
import io.mychat.gateway.spi.event.Metric;
import java.math.BigDecimal;

/** One metric with its labels, as meters read it. Thread-safe. */
final class Sample {

    private final Samples samples;
    private final Metric first;
    private volatile Metric last;

    Sample(Samples samples, Metric first) {
        this.samples = samples;
        this.first = first;
        this.last = first;
    }

    /** What describes it. */
    Metric first() {
        return first;
    }

    void adopt(Metric metric) {
        last = metric;
    }

    private Metric now() {
        samples.refresh();
        return last;
    }

    double value() {
        return now().value();
    }

    long count() {
        return histogram().count();
    }

    double sum() {
        return histogram().sum();
    }

    /** Observations in a bucket and all those below it. */
    double below(int bucket) {
        return histogram().counts().stream()
                .limit(bucket + 1L)
                .mapToDouble(Long::doubleValue)
                .sum();
    }

    private HistogramSnapshot histogram() {
        return now().histogram().orElseThrow();
    }

    /** A bound as the exposition of the gateway writes it. */
    static String text(double bound) {
        String text = BigDecimal.valueOf(bound).stripTrailingZeros().toPlainString();
        return text.contains(".") ? text : text + ".0";
    }
}
