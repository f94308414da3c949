package io.mychat.gateway.spi.event;

import java.util.List;

/**
 * The observations of a histogram at one moment.
 *
 * @param bounds the upper bounds of the buckets, ascending; a bound belongs to its bucket
 * @param counts the observations in each bucket alone, and at the end those above all bounds: one number more than bounds
 * @param sum all observations together, in the unit of the metric
 * @since 0.1.0
 */
public record HistogramSnapshot(List<Double> bounds, List<Long> counts, double sum) {

    public HistogramSnapshot {
        bounds = List.copyOf(bounds);
        counts = List.copyOf(counts);
        if (counts.size() != bounds.size() + 1) {
            throw new IllegalArgumentException(
                    "a histogram has one count more than bounds, but " + counts.size() + " for " + bounds.size());
        }
        for (int i = 0; i < bounds.size(); i++) {
            boolean isFinite = !bounds.get(i).isNaN() && !bounds.get(i).isInfinite();
            if (!isFinite || (i > 0 && bounds.get(i - 1) >= bounds.get(i))) {
                throw new IllegalArgumentException("bounds of a histogram are finite and ascending: " + bounds);
            }
        }
    }

    /** The number of observations. */
    public long count() {
        return counts.stream().mapToLong(Long::longValue).sum();
    }
}
