package io.mychat.gateway.core.observe.adapter;

import io.mychat.gateway.core.observe.LatencyHistogram;
import io.mychat.gateway.core.threads.StageFailure;
import io.mychat.gateway.spi.StoreUnavailableException;
import io.mychat.gateway.spi.event.HistogramSnapshot;
import io.mychat.gateway.spi.event.Tracer;
import io.mychat.gateway.spi.time.TimeSource;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** One operation of a store. Thread-safe. */
final class ObservedCall {

    private final String name;
    private final String spanName;
    private final TimeSource time;
    private final Tracer tracer;
    private final LongAdder failures;
    private final LatencyHistogram latency = new LatencyHistogram();

    /** @param failures counts the calls that the store could not answer */
    ObservedCall(String store, String name, TimeSource time, Tracer tracer, LongAdder failures) {
        this.name = name;
        this.spanName = store + "." + name;
        this.time = time;
        this.tracer = tracer;
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
        Tracer.Span span = tracer.inside(Tracer.Operation.STORE_CALL, spanName);
        try (Tracer.Scope scope = span.activate()) {
            return call.get();
        } catch (StoreUnavailableException e) {
            failures.increment();
            span.failed("store_unavailable");
            throw e;
        } catch (RuntimeException e) {
            span.failed("internal_error");
            throw e;
        } finally {
            latency.record(time.nanoTime() - start);
            span.end();
        }
    }

    /** Begins a call on this thread, which ends with its stage; what it throws is thrown. */
    <T extends @Nullable Object> CompletionStage<T> later(Supplier<CompletionStage<T>> call) {
        long start = time.nanoTime();
        Tracer.Span span = tracer.inside(Tracer.Operation.STORE_CALL, spanName);
        CompletionStage<T> stage;
        try (Tracer.Scope scope = span.activate()) {
            stage = call.get();
        } catch (RuntimeException e) {
            ended(start, span, e);
            throw e;
        }
        return stage.whenComplete((value, error) -> ended(start, span, error));
    }

    private void ended(long start, Tracer.Span span, @Nullable Throwable error) {
        Throwable cause = error == null ? null : StageFailure.causeOf(error);
        if (cause instanceof StoreUnavailableException) {
            failures.increment();
            span.failed("store_unavailable");
        } else if (cause != null) {
            span.failed("internal_error");
        }
        latency.record(time.nanoTime() - start);
        span.end();
    }

    /** As {@link #get}, without a result. */
    void run(Runnable call) {
        this.<@Nullable Void>get(() -> {
            call.run();
            return null;
        });
    }
}
