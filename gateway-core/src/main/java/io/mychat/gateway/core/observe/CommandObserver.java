package io.mychat.gateway.core.observe;

import io.mychat.gateway.spi.event.TraceContext;
import io.mychat.gateway.spi.event.Tracer;
import org.jspecify.annotations.Nullable;

/**
 * Observes the commands of one route. Thread-safe.
 *
 * @param commands the command or range of the route
 * @param latency counts the time to the answer
 */
public record CommandObserver(String commands, LatencyHistogram latency, Tracer tracer) {

    /** @param connection the span of the handshake, or null */
    public Tracer.Span begin(@Nullable TraceContext connection) {
        return tracer.begin(Tracer.Operation.COMMAND, commands, connection);
    }
}
