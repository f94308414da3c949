package io.mychat.gateway.spi.backend;

import io.mychat.gateway.spi.event.TraceContext;
import io.mychat.gateway.spi.message.UnifiedMessage;
import io.mychat.gateway.spi.session.Session;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/**
 * A command for a service.
 *
 * @param service the name of the service
 * @param session the session that sent the command; empty before the login
 * @param deadline after this time the client gets 503
 * @param trace the trace of the call, which the service gets; empty: the call begins a new trace
 * @since 0.1.0
 */
public record BackendCall(
        String service,
        UnifiedMessage message,
        Optional<Session> session,
        CallOptions options,
        Instant deadline,
        Optional<TraceContext> trace) {

    public BackendCall {
        Objects.requireNonNull(service, "service");
        Objects.requireNonNull(message, "message");
        Objects.requireNonNull(session, "session");
        Objects.requireNonNull(options, "options");
        Objects.requireNonNull(deadline, "deadline");
        Objects.requireNonNull(trace, "trace");
    }

    /** The same call in a trace. */
    public BackendCall in(TraceContext context) {
        return new BackendCall(service, message, session, options, deadline, Optional.of(context));
    }
}
