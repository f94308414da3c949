package io.mychat.gateway.transport.undertow.websocket;

import io.mychat.gateway.spi.event.RateLimitedLog;
import io.mychat.gateway.spi.transport.ConnectionListener;
import io.mychat.gateway.spi.transport.ConnectionReceiver;
import io.mychat.gateway.spi.transport.HandshakeDecision;
import io.mychat.gateway.spi.transport.MessageType;
import io.mychat.gateway.transport.undertow.accept.ClientChannel;
import io.mychat.gateway.transport.undertow.deflate.Agreement;
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
    private final Connections connections;
    private final RateLimitedLog unoffered;

    public HandshakeHandler(String path, ConnectionListener listener, Connections connections) {
        this(listener, connections, path);
    }

    private HandshakeHandler(ConnectionListener listener, Connections connections, @Nullable String path) {
        this.path = path;
        this.listener = listener;
        this.connections = connections;
        this.unoffered = new RateLimitedLog(LOG::error, connections.limits().time());
    }

    /** Answers handshakes on the server of a host, whose connections are not ours, on any path. */
    public static HandshakeHandler mounted(ConnectionListener listener, Connections connections) {
        return new HandshakeHandler(listener, connections, null);
    }

    @Override
    public void handleRequest(HttpServerExchange exchange) {
        if (!exchange.isInIoThread()) {
            // A host's handler in front has taken the request to another thread.
            exchange.dispatch(exchange.getIoThread(), this);
            return;
        }
        ErrorResponse fault = HandshakeCheck.fault(exchange, path);
        if (fault != null) {
            connections.handshakeInvalid();
            fault.send(exchange);
            return;
        }
        InetSocketAddress peer = exchange.getConnection().getPeerAddress(InetSocketAddress.class);
        UpgradeRequest request = new UpgradeRequest(peer, exchange.getRequestHeaders());
        Agreement agreement;
        try {
            agreement = connections.deflaters() == null ? null : request.compression();
        } catch (IllegalArgumentException e) {
            connections.handshakeInvalid();
            HandshakeCheck.broken(String.valueOf(e.getMessage())).send(exchange);
            return;
        }
        HandshakeDecision decision;
        try {
            decision = listener.onHandshake(request);
        } catch (RuntimeException | Error e) { // each handshake gets an answer
            connections.failures().error("The listener failed to decide about a handshake", e);
            INTERNAL.send(exchange);
            return;
        }
        if (decision instanceof HandshakeDecision.Refuse refuse) {
            refuse(exchange, refuse);
        } else if (decision instanceof HandshakeDecision.Accept accept) {
            accept(exchange, new Upgrade(request, accept.type(), agreement), accept);
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

    private void accept(HttpServerExchange exchange, Upgrade upgrade, HandshakeDecision.Accept decision) {
        String subprotocol = decision.subprotocol();
        if (subprotocol != null) {
            if (!upgrade.request.subprotocols().contains(subprotocol)) {
                unoffered.log("The listener chose a subprotocol that the client does not offer: " + subprotocol);
                INTERNAL.send(exchange);
                upgrade.abandon();
                return;
            }
            exchange.getResponseHeaders().put(Headers.SEC_WEB_SOCKET_PROTOCOL, subprotocol);
        }
        String key = exchange.getRequestHeaders().getFirst(Headers.SEC_WEB_SOCKET_KEY);
        exchange.getResponseHeaders().put(Headers.SEC_WEB_SOCKET_ACCEPT, HandshakeCheck.accept(key));
        Agreement agreement = upgrade.agreement;
        if (agreement != null) {
            exchange.getResponseHeaders().put(Headers.SEC_WEB_SOCKET_EXTENSIONS, agreement.answer());
        }
        exchange.getConnection().addCloseListener(closed -> upgrade.abandon());
        connections.handshakeAccepted();
        exchange.upgradeChannel("websocket", upgrade::open);
        exchange.endExchange();
    }

    /** An accepted handshake, which either becomes a connection or is abandoned. */
    private final class Upgrade {

        private final UpgradeRequest request;
        private final MessageType type;
        private final @Nullable Agreement agreement;
        private boolean settled;

        Upgrade(UpgradeRequest request, MessageType type, @Nullable Agreement agreement) {
            this.agreement = agreement;
            this.request = request;
            this.type = type;
        }

        void open(StreamConnection channel, HttpServerExchange exchange) {
            IoLoop loop = connections.loop(channel.getIoThread());
            if (settled || loop.isClosed()) {
                IoUtils.safeClose(channel);
                return;
            }
            settled = true;
            SocketConnection connection = connection(channel, loop);
            ConnectionReceiver receiver;
            try {
                receiver = listener.onOpen(request, connection);
            } catch (RuntimeException | Error e) { // the connection is closed
                connections.failures().error("The listener failed to take over a connection", e);
                connection.end(); // the listener may have kept it
                settled = false;
                abandon();
                return;
            }
            ReadyHandler.guard(connection, opened -> opened.start(receiver));
        }

        private SocketConnection connection(StreamConnection channel, IoLoop loop) {
            if (channel instanceof ClientChannel client) {
                byte[] early = client.takeRest();
                return new SocketConnection(connections, loop, client.detach(), handshake(early));
            }
            // A host's connection: Undertow gives what it has read too early back to the source.
            return new SocketConnection(connections, loop, channel, handshake(NOTHING));
        }

        private SocketConnection.Handshake handshake(byte[] early) {
            return new SocketConnection.Handshake(request.peer(), type, early, agreement);
        }

        void abandon() {
            if (!settled) {
                settled = true;
                try {
                    listener.onAbandoned(request);
                } catch (RuntimeException | Error e) { // the connection is closed anyway
                    connections.failures().error("The listener failed to abandon a handshake", e);
                }
            }
        }
    }
}
