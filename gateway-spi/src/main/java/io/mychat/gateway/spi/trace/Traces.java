package io.mychat.gateway.spi.trace;

import java.util.concurrent.CompletionStage;

/**
 * Where a message is and what a user sees, for host applications. The first question has all nodes record the subject for
 * {@code trace.duration_seconds}; nothing is recorded before. Each question is audited. Thread-safe.
 *
 * @since 0.1.0
 */
public interface Traces {

    /**
     * Begins to record on all nodes, unless they do already, and reports what is known until now. Waits for the stores
     * and for other nodes, at most for their time limits; what does not answer is named in the report.
     */
    TraceReport ask(TraceQuery query);

    /**
     * As {@link #ask}, on another thread; fails with a {@link java.util.concurrent.RejectedExecutionException} when {@code
     * processing.max_host_calls} are under way, or when the gateway stops before the call has begun.
     */
    CompletionStage<TraceReport> askAsync(TraceQuery query);
}
