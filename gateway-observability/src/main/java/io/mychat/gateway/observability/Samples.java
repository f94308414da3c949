package io.mychat.gateway.observability;

import io.micrometer.core.instrument.Clock;
import io.mychat.gateway.spi.event.Metric;
import io.mychat.gateway.spi.event.MetricSource;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/**
 * The newest samples of a source. A thread that reads them asks the source when they are older than a second; others use
 * what there is meanwhile. Thread-safe.
 */
final class Samples {

    private static final long GOOD_FOR = TimeUnit.SECONDS.toNanos(1);

    private final MetricSource source;
    private final Clock clock;
    private final Consumer<Sample> binding;
    private final Map<Key, Sample> samples = new ConcurrentHashMap<>();
    private final AtomicBoolean asking = new AtomicBoolean();
    private volatile boolean asked;
    private volatile long askedAt;

    private record Key(String name, Map<String, String> labels) {}

    /** @param binding makes the meters of a new sample; called once for each */
    Samples(MetricSource source, Clock clock, Consumer<Sample> binding) {
        this.source = source;
        this.clock = clock;
        this.binding = binding;
    }

    int size() {
        refresh();
        return samples.size();
    }

    /** Asks the source, unless that was done within the last second or another thread does. */
    void refresh() {
        boolean isFresh = asked && clock.monotonicTime() - askedAt < GOOD_FOR;
        if (isFresh || !asking.compareAndSet(false, true)) {
            return;
        }
        try {
            source.metrics().forEach(this::adopt);
            askedAt = clock.monotonicTime();
            asked = true;
        } finally {
            asking.set(false);
        }
    }

    private void adopt(Metric metric) {
        Key key = new Key(metric.name(), metric.labels());
        Sample known = samples.get(key);
        if (known == null) {
            Sample sample = new Sample(this, metric);
            samples.put(key, sample);
            binding.accept(sample);
        } else {
            known.adopt(metric);
        }
    }
}
