package io.mychat.gateway.core.handshake;

import io.mychat.gateway.spi.event.TraceContext;
import io.mychat.gateway.spi.event.Tracer;
import io.mychat.gateway.spi.transport.BufferAccount;
import io.mychat.gateway.spi.transport.Connection;
import io.mychat.gateway.spi.transport.ConnectionListener;
import io.mychat.gateway.spi.transport.ConnectionReceiver;
import io.mychat.gateway.spi.transport.HandshakeDecision;
import io.mychat.gateway.spi.transport.HandshakeRequest;
import io.mychat.gateway.spi.transport.HostedConnection;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Takes a span of each handshake, in the trace of its client. It is active while the connection opens, which so knows its
 * span. Thread-safe; holds as many spans as there are handshakes on their way.
 */
public final class TracedHandshakes implements ConnectionListener {

    private final ConnectionListener listener;
    private final Tracer tracer;
    private final Map<HandshakeRequest, Tracer.Span> spans = new ConcurrentHashMap<>();

    public TracedHandshakes(ConnectionListener listener, Tracer tracer) {
        this.listener = listener;
        this.tracer = tracer;
    }

    @Override
    public HandshakeDecision onHandshake(HandshakeRequest request) {
        Tracer.Span span = tracer.serve(
                Tracer.Operation.HANDSHAKE,
                "ws",
                TraceContext.of(request.header("traceparent"), request.header("tracestate")));
        spans.put(request, span);
        boolean accepted = false;
        try (Tracer.Scope scope = span.activate()) {
            HandshakeDecision decision = listener.onHandshake(request);
            accepted = decision instanceof HandshakeDecision.Accept;
            if (decision instanceof HandshakeDecision.Refuse refuse) {
                span.attribute("http.response.status_code", refuse.status());
            }
            return decision;
        } finally {
            if (!accepted) {
                end(request, "refused");
            }
        }
    }

    @Override
    public ConnectionReceiver onOpen(HandshakeRequest request, Connection connection) {
        Tracer.Span span = spans.getOrDefault(request, Tracer.NONE.begin(Tracer.Operation.HANDSHAKE, "ws", null));
        try (Tracer.Scope scope = span.activate()) {
            return listener.onOpen(request, connection);
        } finally {
            end(request, "");
        }
    }

    @Override
    public BufferAccount onHosted(HandshakeRequest request, HostedConnection connection) {
        end(request, "");
        return listener.onHosted(request, connection);
    }

    @Override
    public void onAbandoned(HandshakeRequest request) {
        try {
            listener.onAbandoned(request);
        } finally {
            end(request, "abandoned");
        }
    }

    /** @param failure empty: none */
    private void end(HandshakeRequest request, String failure) {
        Tracer.Span span = spans.remove(request);
        if (span != null) {
            if (!failure.isEmpty()) {
                span.failed(failure);
            }
            span.end();
        }
    }
}
