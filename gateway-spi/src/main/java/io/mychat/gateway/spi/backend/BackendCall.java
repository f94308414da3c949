package io.mychat.gateway.spi.backend;

import io.mychat.gateway.spi.message.UnifiedMessage;
import io.mychat.gateway.spi.session.Session;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/**
 * One command on its way to a service.
 *
 * @param service the service's name
 * @param session who sent it; empty before the login
 * @param deadline when the client is told 503
 * @param traceparent the trace that the call belongs to (W3C Trace Context); empty: it begins a new one
 */
public record BackendCall(
        String service,
        UnifiedMessage message,
        Optional<Session> session,
        CallOptions terms,
        Instant deadline,
        Optional<String> traceparent) {

    public BackendCall {
        Objects.requireNonNull(service, "service");
        Objects.requireNonNull(message, "message");
        Objects.requireNonNull(session, "session");
        Objects.requireNonNull(terms, "terms");
        Objects.requireNonNull(deadline, "deadline");
        Objects.requireNonNull(traceparent, "traceparent");
    }
}
