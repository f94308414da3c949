package io.mychat.gateway.core.observe.adapter;

import io.mychat.gateway.core.observe.LabeledHistogram;
import io.mychat.gateway.core.observe.LatencyHistogram;
import io.mychat.gateway.spi.backend.BackendCall;
import io.mychat.gateway.spi.backend.BackendOutcome;
import io.mychat.gateway.spi.backend.BackendServices;
import io.mychat.gateway.spi.backend.ServiceDefinition;
import io.mychat.gateway.spi.backend.ServiceStatus;
import io.mychat.gateway.spi.event.TraceContext;
import io.mychat.gateway.spi.event.Tracer;
import io.mychat.gateway.spi.time.TimeSource;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Measures and traces the calls of each service. Returns the stages of the adapter: cancelling one ends its call. Thread-safe. */
final class ObservedBackendServices implements BackendServices {

    private final BackendServices backends;
    private final LabeledHistogram latencies;
    private final TimeSource time;
    private final Tracer tracer;

    ObservedBackendServices(BackendServices backends, LabeledHistogram latencies, TimeSource time, Tracer tracer) {
        this.tracer = tracer;
        this.backends = backends;
        this.latencies = latencies;
        this.time = time;
    }

    @Override
    public void configure(Map<String, ServiceDefinition> services) {
        services.keySet().forEach(latencies::of);
        backends.configure(services);
    }

    @Override
    public CompletionStage<BackendOutcome> call(BackendCall call) {
        LatencyHistogram latency = latencies.of(call.service());
        long start = time.nanoTime();
        Tracer.Span span = tracer.inside(Tracer.Operation.BACKEND_CALL, call.service());
        TraceContext context = span.context();
        CompletionStage<BackendOutcome> calling = backends.call(context == null ? call : call.in(context));
        CompletionStage<BackendOutcome> watched = calling;
        watched.whenComplete((outcome, error) -> {
            latency.record(time.nanoTime() - start);
            if (span.isRecording()) {
                describe(span, outcome);
            }
            span.end();
        });
        return calling;
    }

    /** @param outcome null: the call was cancelled */
    private static void describe(Tracer.Span span, @Nullable BackendOutcome outcome) {
        if (outcome == null) {
            span.failed("cancelled");
        } else if (outcome instanceof BackendOutcome.Refused refused) {
            span.attribute("mychat.code", refused.code().code());
            span.attribute("mychat.error", refused.error());
        } else if (outcome instanceof BackendOutcome.Unavailable unavailable) {
            span.failed(unavailable.reason().name().toLowerCase(Locale.ROOT));
        }
    }

    @Override
    public Map<String, ServiceStatus> status() {
        return backends.status();
    }
}
