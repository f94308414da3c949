package io.mychat.gateway.core.host;

import io.mychat.gateway.core.threads.AsyncCalls;
import io.mychat.gateway.core.trace.TraceService;
import io.mychat.gateway.spi.trace.TraceQuery;
import io.mychat.gateway.spi.trace.TraceReport;
import io.mychat.gateway.spi.trace.Traces;
import java.util.Objects;
import java.util.concurrent.CompletionStage;

/** The traces for the host application. Thread-safe. */
public final class HostTraces implements Traces {

    private static final String HOST = "host application";

    private final TraceService traces;
    private final AsyncCalls async;

    public HostTraces(TraceService traces, AsyncCalls async) {
        this.traces = traces;
        this.async = async;
    }

    @Override
    public TraceReport ask(TraceQuery query) {
        return traces.ask(Objects.requireNonNull(query, "query"), HOST);
    }

    @Override
    public CompletionStage<TraceReport> askAsync(TraceQuery query) {
        Objects.requireNonNull(query, "query");
        return async.call(() -> traces.ask(query, HOST));
    }
}
