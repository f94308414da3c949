package io.mychat.gateway.transport.undertow.websocket;

import io.mychat.gateway.spi.event.RateLimitedLog;
import io.mychat.gateway.spi.transport.ConnectionListener;
import io.mychat.gateway.spi.transport.HandshakeDecision;
import io.mychat.gateway.transport.common.deflate.Agreement;
import io.mychat.gateway.transport.common.websocket.AcceptedHandshake;
import io.mychat.gateway.transport.common.websocket.HandshakeCheck;
import io.mychat.gateway.transport.common.websocket.IoLoop;
import io.mychat.gateway.transport.undertow.accept.ClientChannel;
import io.mychat.gateway.transport.undertow.http.ErrorResponse;
import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.Headers;
import java.net.InetSocketAddress;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xnio.IoUtils;
import org.xnio.StreamConnection;

/** Answers handshakes (RFC 6455 section 4.2) and turns accepted ones into connections. Runs on I/O threads. */
public final class HandshakeHandler implements HttpHandler {

    private static final Logger LOG = LoggerFactory.getLogger(HandshakeHandler.class);
    private static final byte[] NOTHING = {};
    private static final ErrorResponse INTERNAL =
            new ErrorResponse(500, "Internal Server Error", "internal_error", "the handshake could not be decided");

    /** Null: the host's server has chosen the path. */
    private final @Nullable String path;

    private final ConnectionListener listener;
    private final XnioConnections connections;
    private final RateLimitedLog unoffered;

    public HandshakeHandler(String path, ConnectionListener listener, XnioConnections connections) {
        this(listener, connections, path);
    }

    private HandshakeHandler(ConnectionListener listener, XnioConnections connections, @Nullable String path) {
        this.path = path;
        this.listener = listener;
        this.connections = connections;
        this.unoffered =
                new RateLimitedLog(LOG::error, connections.all().limits().time());
    }

    /** Answers handshakes on the server of a host, whose connections are not ours, on any path. */
    public static HandshakeHandler mounted(ConnectionListener listener, XnioConnections connections) {
        return new HandshakeHandler(listener, connections, null);
    }

    @Override
    public void handleRequest(HttpServerExchange exchange) {
        if (!exchange.isInIoThread()) {
            // A host's handler in front has taken the request to another thread.
            exchange.dispatch(exchange.getIoThread(), this);
            return;
        }
        ErrorResponse fault = ExchangeRequest.fault(exchange, path);
        if (fault != null) {
            connections.all().handshakeInvalid();
            fault.send(exchange);
            return;
        }
        InetSocketAddress peer = exchange.getConnection().getPeerAddress(InetSocketAddress.class);
        UpgradeRequest request = new UpgradeRequest(peer, exchange.getRequestHeaders());
        Agreement agreement;
        try {
            agreement = connections.all().deflaters() == null ? null : request.compression();
        } catch (IllegalArgumentException e) {
            connections.all().handshakeInvalid();
            ExchangeRequest.answer(exchange, HandshakeCheck.broken(String.valueOf(e.getMessage())))
                    .send(exchange);
            return;
        }
        HandshakeDecision decision;
        try {
            decision = listener.onHandshake(request);
        } catch (RuntimeException | Error e) { // each handshake gets an answer
            connections.all().failures().error("The listener failed to decide about a handshake", e);
            INTERNAL.send(exchange);
            return;
        }
        if (decision instanceof HandshakeDecision.Refuse refuse) {
            refuse(exchange, refuse);
        } else if (decision instanceof HandshakeDecision.Accept accept) {
            accept(exchange, request, accept, agreement);
        }
    }

    static void refuse(HttpServerExchange exchange, HandshakeDecision.Refuse refuse) {
        Duration retryAfter = refuse.retryAfter();
        if (retryAfter != null) {
            long seconds = Math.max(0, retryAfter.plusNanos(999_999_999).toSeconds());
            exchange.getResponseHeaders().put(Headers.RETRY_AFTER, seconds);
        }
        ErrorResponse.send(exchange, refuse.status(), refuse.body());
    }

    private void accept(
            HttpServerExchange exchange,
            UpgradeRequest request,
            HandshakeDecision.Accept decision,
            @Nullable Agreement agreement) {
        AcceptedHandshake accepted =
                new AcceptedHandshake(connections.all(), listener, request, decision.type(), agreement);
        String subprotocol = decision.subprotocol();
        if (subprotocol != null) {
            if (!request.subprotocols().contains(subprotocol)) {
                unoffered.log("The listener chose a subprotocol that the client does not offer: " + subprotocol);
                INTERNAL.send(exchange);
                accepted.abandon();
                return;
            }
            exchange.getResponseHeaders().put(Headers.SEC_WEB_SOCKET_PROTOCOL, subprotocol);
        }
        String key = exchange.getRequestHeaders().getFirst(Headers.SEC_WEB_SOCKET_KEY);
        exchange.getResponseHeaders().put(Headers.SEC_WEB_SOCKET_ACCEPT, HandshakeCheck.accept(key));
        if (agreement != null) {
            exchange.getResponseHeaders().put(Headers.SEC_WEB_SOCKET_EXTENSIONS, agreement.answer());
        }
        exchange.getConnection().addCloseListener(closed -> accepted.abandon());
        connections.all().handshakeAccepted();
        exchange.upgradeChannel("websocket", (channel, done) -> open(channel, accepted));
        exchange.endExchange();
    }

    private void open(StreamConnection channel, AcceptedHandshake accepted) {
        IoLoop loop = connections.loop(channel.getIoThread());
        if (loop.isClosed() || !accepted.claim()) {
            IoUtils.safeClose(channel);
        } else if (channel instanceof ClientChannel client) {
            byte[] early = client.takeRest();
            accepted.open(connections.stream(client.detach()), loop, early);
        } else {
            // A host's connection: Undertow gives what it has read too early back to the source.
            accepted.open(connections.stream(channel), loop, NOTHING);
        }
    }
}
