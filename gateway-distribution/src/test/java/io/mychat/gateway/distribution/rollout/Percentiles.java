package io.mychat.gateway.distribution.rollout;

import java.util.List;

/** Durations in milliseconds; all are 0 when nothing was measured. */
record Percentiles(int count, long median, long p99, long longest) {

    static Percentiles of(List<Long> values) {
        List<Long> sorted = values.stream().sorted().toList();
        return new Percentiles(sorted.size(), at(sorted, 0.5), at(sorted, 0.99), at(sorted, 1));
    }

    private static long at(List<Long> sorted, double part) {
        return sorted.isEmpty() ? 0 : sorted.get((int) Math.ceil(sorted.size() * part) - 1);
    }

    @Override
    public String toString() {
        return "%d (median %d ms, p99 %d ms, longest %d ms)".formatted(count, median, p99, longest);
    }
}
