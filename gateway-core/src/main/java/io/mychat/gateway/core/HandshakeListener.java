package io.mychat.gateway.core;

import io.mychat.gateway.core.connection.ClientConnection;
import io.mychat.gateway.core.connection.ConnectionManager;
import io.mychat.gateway.core.inbox.InboxDelivery;
import io.mychat.gateway.core.processor.ReceiverFactory;
import io.mychat.gateway.core.security.ClientAddress;
import io.mychat.gateway.core.security.ConnectionLimiter;
import io.mychat.gateway.core.security.ConnectionLimiter.Admission;
import io.mychat.gateway.core.security.UnauthenticatedConnections;
import io.mychat.gateway.spi.event.GatewayEvent;
import io.mychat.gateway.spi.event.GatewayListener;
import io.mychat.gateway.spi.time.TimeSource;
import io.mychat.gateway.spi.transport.AddressText;
import io.mychat.gateway.spi.transport.CloseReason;
import io.mychat.gateway.spi.transport.Connection;
import io.mychat.gateway.spi.transport.ConnectionListener;
import io.mychat.gateway.spi.transport.ConnectionReceiver;
import io.mychat.gateway.spi.transport.ErrorBody;
import io.mychat.gateway.spi.transport.HandshakeDecision;
import io.mychat.gateway.spi.transport.HandshakeRequest;
import java.net.InetAddress;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Decides about handshakes (protocol.md section 1) and takes over the connections that come of them. Thread-safe. A
 * place in the limiter is held from an accepted handshake to the connection's end.
 */
final class HandshakeListener implements ConnectionListener {

    private static final String SUBPROTOCOL = "mychat.v1.json";
    private static final Duration RETRY = Duration.ofSeconds(5);

    private final Map<HandshakeRequest, Admitted> admitted = new ConcurrentHashMap<>();
    private final Dependencies dependencies;
    private final ConnectionManager connections;
    private final ReceiverFactory receiverFactory;
    private final InboxDelivery inbox;
    private final Supplier<String> sessionIds;

    private volatile boolean closed;

    /** Accepts or refuses WebSocket handshakes and opens connections. */
    record Dependencies(
            Supplier<HandshakePolicy> handshakePolicy,
            ConnectionLimiter limiter,
            UnauthenticatedConnections unauthenticated,
            GatewayListener events,
            TimeSource time) {}

    /** A client between its handshake and its connection, with the places that it holds. */
    private record Admitted(
            InetAddress address, Admission.Granted place, UnauthenticatedConnections.Place unauthenticated) {

        void release() {
            unauthenticated.leave();
            place.release();
        }
    }

    HandshakeListener(
            Dependencies dependencies,
            ConnectionManager connections,
            ReceiverFactory receiverFactory,
            InboxDelivery inbox,
            Supplier<String> sessionIds) {
        this.dependencies = dependencies;
        this.connections = connections;
        this.receiverFactory = receiverFactory;
        this.inbox = inbox;
        this.sessionIds = sessionIds;
    }

    /** Refuses all handshakes from now on. */
    void close() {
        closed = true;
    }

    @Override
    public HandshakeDecision onHandshake(HandshakeRequest request) {
        HandshakePolicy handshakePolicy = dependencies.handshakePolicy().get();
        InetAddress peer = request.peer().getAddress();
        ClientAddress found = handshakePolicy.clients().resolve(peer, request::headers);
        if (!(found instanceof ClientAddress.Known known)) {
            String detail = ((ClientAddress.Invalid) found).detail();
            return refuse(peer, 400, "Bad Request", "bad_client_address", detail, null);
        }
        InetAddress client = known.address();
        if (!handshakePolicy.addresses().allows(client)) {
            return refuse(client, 403, "Forbidden", "address_refused", "This address may not connect.", null);
        }
        if (!handshakePolicy.origins().allows(request.headers("Origin"))) {
            return refuse(client, 403, "Forbidden", "origin_refused", "This web page may not connect.", null);
        }
        if (closed) {
            return refuse(client, 503, "Service Unavailable", "draining", "This gateway is about to stop.", RETRY);
        }
        Admission admission = handshakePolicy.clients().isCounted(client)
                ? dependencies.limiter().acquire(client)
                : dependencies.limiter().acquireUncounted();
        if (admission instanceof Admission.Full) {
            return full(client);
        }
        if (!(admission instanceof Admission.Granted place)) {
            return tooMany(client);
        }
        var stranger = dependencies
                .unauthenticated()
                .acquire(client, handshakePolicy.clients().isCounted(client));
        if (!(stranger instanceof UnauthenticatedConnections.Admission.Granted granted)) {
            place.release();
            return stranger instanceof UnauthenticatedConnections.Admission.Full ? full(client) : tooMany(client);
        }
        admitted.put(request, new Admitted(client, place, granted.place()));
        return new HandshakeDecision.Accept(request.subprotocols().contains(SUBPROTOCOL) ? SUBPROTOCOL : null);
    }

    private HandshakeDecision full(InetAddress client) {
        return refuse(client, 503, "Service Unavailable", "at_capacity", "All places are taken.", RETRY);
    }

    private HandshakeDecision tooMany(InetAddress client) {
        return refuse(
                client,
                429,
                "Too Many Requests",
                "too_many_connections",
                "Too many connections from this address.",
                RETRY);
    }

    private HandshakeDecision refuse(
            InetAddress client,
            int status,
            String message,
            String error,
            String detail,
            @Nullable Duration retryAfter) {
        dependencies
                .events()
                .onEvent(new GatewayEvent.HandshakeRefused(
                        dependencies.time().now(), AddressText.of(client), status, error));
        return new HandshakeDecision.Refuse(
                status, new ErrorBody(status, message, error, detail, retryAfter).json(), retryAfter);
    }

    @Override
    public ConnectionReceiver onOpen(HandshakeRequest request, Connection connection) {
        Admitted entrant = admitted.remove(request);
        if (entrant == null) {
            throw new IllegalStateException("opened without a handshake");
        }
        try {
            return receiver(entrant, connection);
        } catch (RuntimeException | Error e) {
            // The transport closes the connection, so its place has to be released here.
            entrant.release();
            throw e;
        }
    }

    private ConnectionReceiver receiver(Admitted entrant, Connection connection) {
        ClientConnection client = connections.open(sessionIds.get(), AddressText.of(entrant.address()), connection);
        try {
            return receiver(entrant, client);
        } catch (RuntimeException | Error e) {
            ended(client, CloseReason.INTERNAL_ERROR.code());
            throw e;
        }
    }

    private ConnectionReceiver receiver(Admitted entrant, ClientConnection client) {
        client.occupy(entrant.unauthenticated());
        if (closed) {
            client.close(CloseReason.GOING_AWAY);
        }
        // From now on a reload closes this connection if it is forbidden; an earlier reload is checked here.
        if (!dependencies.handshakePolicy().get().addresses().allows(entrant.address())) {
            client.close(CloseReason.ADDRESS_REFUSED, "address_refused");
        }
        return receiverFactory.receiver(client, () -> inbox.drained(client), code -> {
            try {
                ended(client, code);
            } finally {
                entrant.release();
            }
        });
    }

    private void ended(ClientConnection client, int code) {
        try {
            // In this order: a delivery that begins meanwhile sees either the end of its feed or a closing client.
            connections.closed(client, code);
        } finally {
            inbox.ended(client);
        }
    }

    @Override
    public void onAbandoned(HandshakeRequest request) {
        Admitted entrant = admitted.remove(request);
        if (entrant != null) {
            entrant.release();
        }
    }
}
