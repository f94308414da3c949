package io.mychat.gateway.core.observe.adapter;

import io.mychat.gateway.spi.event.Metric;
import io.mychat.gateway.spi.event.Tracer;
import io.mychat.gateway.spi.time.TimeSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;

/** The calls of one store: a histogram for each operation, and the number of failed calls. Thread-safe once it is built. */
final class ObservedStore {

    private final String name;
    private final TimeSource time;
    private final Tracer tracer;
    private final List<ObservedCall> operations = new ArrayList<>();
    private final LongAdder failures = new LongAdder();

    /** @param name the value of the label {@code store} */
    ObservedStore(String name, TimeSource time, Tracer tracer) {
        this.name = name;
        this.time = time;
        this.tracer = tracer;
    }

    /** One operation; while the wrapper of the store is built. */
    ObservedCall operation(String operation) {
        ObservedCall call = new ObservedCall(name, operation, time, tracer, failures);
        operations.add(call);
        return call;
    }

    List<Metric> metrics() {
        List<Metric> metrics = new ArrayList<>();
        for (ObservedCall operation : operations) {
            metrics.add(Metric.histogram(
                            "store_call_seconds", "Time of a call of a store, by operation.", operation.snapshot())
                    .with("store", name)
                    .with("operation", operation.name()));
        }
        metrics.add(Metric.counter("store_call_failures_total", "Calls that a store could not answer.", failures.sum())
                .with("store", name));
        return metrics;
    }
}
