package io.mychat.gateway.core.observe.adapter;

import io.mychat.gateway.core.observe.LatencyHistogram;
import io.mychat.gateway.spi.StoreUnavailableException;
import io.mychat.gateway.spi.event.HistogramSnapshot;
import io.mychat.gateway.spi.time.TimeSource;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** One operation of a store. Thread-safe. */
final class ObservedCall {

    private final String name;
    private final TimeSource time;
    private final LongAdder failures;
    private final LatencyHistogram latency = new LatencyHistogram();

    /** @param failures counts the calls that the store could not answer */
    ObservedCall(String name, TimeSource time, LongAdder failures) {
        this.name = name;
        this.time = time;
        this.failures = failures;
    }

    String name() {
        return name;
    }

    HistogramSnapshot snapshot() {
        return latency.snapshot();
    }

    /** Makes the call on this thread; what it throws is thrown. */
    <T extends @Nullable Object> T get(Supplier<T> call) {
        long start = time.nanoTime();
        try {
            return call.get();
        } catch (StoreUnavailableException e) {
            failures.increment();
            throw e;
        } finally {
            latency.record(time.nanoTime() - start);
        }
    }

    /** As {@link #get}, without a result. */
    void run(Runnable call) {
        this.<@Nullable Void>get(() -> {
            call.run();
            return null;
        });
    }
}
