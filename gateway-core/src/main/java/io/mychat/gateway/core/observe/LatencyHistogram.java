package io.mychat.gateway.core.observe;

import io.mychat.gateway.spi.event.HistogramSnapshot;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;

/**
 * Counts durations by buckets from 0.1 ms to 10 s. Thread-safe: {@link #record} takes no lock and allocates nothing; each
 * bucket is an adder, so that threads do not wait for each other. A snapshot taken meanwhile may lack the latest records.
 */
public final class LatencyHistogram {

    /** Upper bounds, in seconds: 1, 2.5, 5 of each power of ten. */
    static final List<Double> SECONDS = List.of(
            0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0);

    private static final long[] NANOS = new long[SECONDS.size()];

    static {
        for (int i = 0; i < NANOS.length; i++) {
            NANOS[i] = Math.round(SECONDS.get(i) * 1e9);
        }
    }

    private final LongAdder[] buckets = new LongAdder[NANOS.length + 1];
    private final LongAdder sum = new LongAdder();

    public LatencyHistogram() {
        for (int i = 0; i < buckets.length; i++) {
            buckets[i] = new LongAdder();
        }
    }

    /** Counts one duration; a negative one, after a step of the clock, counts as 0. */
    public void record(long nanos) {
        record(nanos, 1);
    }

    /** Counts several durations of the same length. */
    void record(long nanos, int count) {
        long duration = Math.max(0, nanos);
        int bucket = 0;
        // The short ones are many, and the first buckets are theirs.
        while (bucket < NANOS.length && duration > NANOS[bucket]) {
            bucket++;
        }
        buckets[bucket].add(count);
        sum.add(duration * count);
    }

    /** All durations together. */
    long sumNanos() {
        return sum.sum();
    }

    public HistogramSnapshot snapshot() {
        List<Long> counts = new ArrayList<>(buckets.length);
        for (LongAdder bucket : buckets) {
            counts.add(bucket.sum());
        }
        return new HistogramSnapshot(SECONDS, counts, sumNanos() / 1e9);
    }
}
