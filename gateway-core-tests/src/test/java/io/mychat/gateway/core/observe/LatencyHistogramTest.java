package io.mychat.gateway.core.observe;

import static org.assertj.core.api.Assertions.assertThat;

import io.mychat.gateway.spi.event.HistogramSnapshot;
import io.mychat.gateway.spi.event.Metric;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class LatencyHistogramTest {

    private final LatencyHistogram histogram = new LatencyHistogram();

    @Test
    void aDurationCountsInTheBucketThatItsBoundBelongsTo() {
        histogram.record(TimeUnit.MICROSECONDS.toNanos(100));
        histogram.record(TimeUnit.MICROSECONDS.toNanos(100) + 1);
        histogram.record(TimeUnit.SECONDS.toNanos(10));
        histogram.record(TimeUnit.SECONDS.toNanos(11));

        HistogramSnapshot snapshot = histogram.snapshot();

        assertThat(snapshot.bounds()).startsWith(0.0001, 0.00025).endsWith(10.0);
        assertThat(snapshot.counts()).startsWith(1L, 1L, 0L).endsWith(1L, 1L);
        assertThat(snapshot.count()).isEqualTo(4);
        assertThat(snapshot.sum()).isEqualTo(21.000200001);
    }

    @Test
    void aClockThatWasSetBackTakesNothingFromTheSum() {
        histogram.record(-TimeUnit.HOURS.toNanos(1));

        assertThat(histogram.snapshot().counts()).startsWith(1L);
        assertThat(histogram.snapshot().sum()).isZero();
    }

    @Test
    void manyThreadsLoseNoRecord() throws Exception {
        int threads = 4;
        int records = 50_000;
        ExecutorService pool = Executors.newFixedThreadPool(threads);
        try {
            List<Future<?>> writers = new ArrayList<>();
            for (int t = 0; t < threads; t++) {
                writers.add(pool.submit(() -> {
                    for (int i = 0; i < records; i++) {
                        histogram.record(i % 2 == 0 ? 1000 : 2_000_000);
                    }
                }));
            }
            for (Future<?> writer : writers) {
                writer.get();
            }
        } finally {
            pool.shutdown();
        }

        assertThat(histogram.snapshot().count()).isEqualTo((long) threads * records);
        assertThat(histogram.snapshot().sum()).isEqualTo(threads * records / 2 * (1000 + 2_000_000L) / 1e9);
    }

    @Test
    void valuesBeyondTheBoundShareOne() {
        LabeledHistogram labeled = new LabeledHistogram("x_seconds", "X.", "kind", 2);
        LatencyHistogram first = labeled.of("a");
        labeled.of("b").record(1);
        labeled.of("c").record(1);
        labeled.of("d").record(1);

        assertThat(labeled.of("a")).isSameAs(first);
        assertThat(labeled.of("c")).isSameAs(labeled.of("d"));
        assertThat(labeled.metrics())
                .extracting(metric -> metric.labels().get("kind"))
                .containsExactlyInAnyOrder("a", "b", "other");
        assertThat(labeled.metrics()).extracting(Metric::value).containsExactlyInAnyOrder(0.0, 1.0, 2.0);
    }
}
