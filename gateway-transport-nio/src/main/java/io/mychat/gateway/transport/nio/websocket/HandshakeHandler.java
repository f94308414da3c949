package io.mychat.gateway.transport.nio.websocket;

import io.mychat.gateway.spi.event.RateLimitedLog;
import io.mychat.gateway.spi.transport.ConnectionListener;
import io.mychat.gateway.spi.transport.ErrorBody;
import io.mychat.gateway.spi.transport.HandshakeDecision;
import io.mychat.gateway.transport.common.deflate.Agreement;
import io.mychat.gateway.transport.common.websocket.AcceptedHandshake;
import io.mychat.gateway.transport.common.websocket.Connections;
import io.mychat.gateway.transport.common.websocket.HandshakeCheck;
import io.mychat.gateway.transport.common.websocket.IoLoop;
import io.mychat.gateway.transport.nio.http.HttpAnswer;
import io.mychat.gateway.transport.nio.http.HttpExchange;
import io.mychat.gateway.transport.nio.http.RequestHandler;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Answers handshakes (RFC 6455 section 4.2) and turns accepted ones into connections. Runs on I/O threads. */
public final class HandshakeHandler implements RequestHandler {

    private static final Logger LOG = LoggerFactory.getLogger(HandshakeHandler.class);
    private static final HttpAnswer INTERNAL = HttpAnswer.of(
            new ErrorBody(500, "Internal Server Error", "internal_error", "the handshake could not be decided"));

    private final String path;
    private final ConnectionListener listener;
    private final Connections connections;
    private final RateLimitedLog unoffered;

    public HandshakeHandler(String path, ConnectionListener listener, Connections connections) {
        this.path = path;
        this.listener = listener;
        this.connections = connections;
        this.unoffered = new RateLimitedLog(LOG::error, connections.limits().time());
    }

    @Override
    public void onRequest(HttpExchange exchange) {
        UpgradeRequest request = new UpgradeRequest(exchange.peer(), exchange.head());
        HandshakeCheck.Fault fault = HandshakeCheck.fault(request, path);
        Agreement agreement = null;
        if (fault == null && connections.deflaters() != null) {
            try {
                agreement = request.compression();
            } catch (IllegalArgumentException e) {
                fault = HandshakeCheck.broken(String.valueOf(e.getMessage()));
            }
        }
        if (fault != null) {
            connections.handshakeInvalid();
            exchange.answerLast(
                    HttpAnswer.json(fault.body().status(), fault.body().json(), fault.headers()));
            return;
        }
        HandshakeDecision decision;
        try {
            decision = listener.onHandshake(request);
        } catch (RuntimeException | Error e) { // each handshake gets an answer
            connections.failures().error("The listener failed to decide about a handshake", e);
            exchange.answerLast(INTERNAL);
            return;
        }
        if (decision instanceof HandshakeDecision.Refuse refuse) {
            exchange.answerLast(HttpAnswer.json(refuse.status(), refuse.body(), retryAfter(refuse.retryAfter())));
        } else if (decision instanceof HandshakeDecision.Accept accept) {
            accept(exchange, request, accept, agreement);
        }
    }

    private static Map<String, String> retryAfter(@Nullable Duration pause) {
        return pause == null
                ? Map.of()
                : Map.of(
                        "Retry-After",
                        String.valueOf(Math.max(0, pause.plusNanos(999_999_999).toSeconds())));
    }

    private void accept(
            HttpExchange exchange,
            UpgradeRequest request,
            HandshakeDecision.Accept decision,
            @Nullable Agreement agreement) {
        AcceptedHandshake accepted = new AcceptedHandshake(connections, listener, request, decision.type(), agreement);
        Map<String, String> headers = new LinkedHashMap<>();
        String subprotocol = decision.subprotocol();
        if (subprotocol != null) {
            if (!request.subprotocols().contains(subprotocol)) {
                unoffered.log("The listener chose a subprotocol that the client does not offer: " + subprotocol);
                exchange.answerLast(INTERNAL);
                accepted.abandon();
                return;
            }
            headers.put("Sec-WebSocket-Protocol", subprotocol);
        }
        headers.put(
                "Sec-WebSocket-Accept",
                HandshakeCheck.accept(request.headers("Sec-WebSocket-Key").get(0)));
        if (agreement != null) {
            headers.put("Sec-WebSocket-Extensions", agreement.answer());
        }
        exchange.whenEnded(accepted::abandon);
        connections.handshakeAccepted();
        IoLoop loop = connections.loop(exchange.loop());
        exchange.upgrade(headers, (stream, early) -> {
            if (loop.isClosed()) {
                accepted.abandon();
                stream.release();
            } else if (accepted.claim()) {
                accepted.open(stream, loop, early);
            }
        });
    }
}
