package io.mychat.gateway.core.observe.adapter;

import io.mychat.gateway.core.observe.LabeledHistogram;
import io.mychat.gateway.core.observe.LatencyHistogram;
import io.mychat.gateway.spi.backend.BackendCall;
import io.mychat.gateway.spi.backend.BackendOutcome;
import io.mychat.gateway.spi.backend.BackendServices;
import io.mychat.gateway.spi.backend.ServiceDefinition;
import io.mychat.gateway.spi.backend.ServiceStatus;
import io.mychat.gateway.spi.time.TimeSource;
import java.util.Map;
import java.util.concurrent.CompletionStage;

/** Measures the calls of each service. Returns the stages of the adapter: cancelling one ends its call. Thread-safe. */
final class ObservedBackendServices implements BackendServices {

    private final BackendServices backends;
    private final LabeledHistogram latencies;
    private final TimeSource time;

    ObservedBackendServices(BackendServices backends, LabeledHistogram latencies, TimeSource time) {
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
        CompletionStage<BackendOutcome> calling = backends.call(call);
        CompletionStage<BackendOutcome> watched = calling;
        watched.whenComplete((outcome, error) -> latency.record(time.nanoTime() - start));
        return calling;
    }

    @Override
    public Map<String, ServiceStatus> status() {
        return backends.status();
    }
}
