package io.mychat.gateway.core.handshake;

import io.mychat.gateway.core.ban.BanEnforcer;
import io.mychat.gateway.core.connection.ClientConnection;
import io.mychat.gateway.core.connection.ConnectionManager;
import io.mychat.gateway.core.handshake.HandshakeAdmission.Admitted;
import io.mychat.gateway.core.inbox.InboxDelivery;
import io.mychat.gateway.core.processor.ReceiverFactory;
import io.mychat.gateway.spi.transport.AddressText;
import io.mychat.gateway.spi.transport.CloseReason;
import io.mychat.gateway.spi.transport.Connection;
import io.mychat.gateway.spi.transport.ConnectionListener;
import io.mychat.gateway.spi.transport.ConnectionReceiver;
import io.mychat.gateway.spi.transport.HandshakeDecision;
import io.mychat.gateway.spi.transport.HandshakeRequest;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Takes over the connections of admitted clients. Thread-safe. A client's places are held from its accepted handshake to
 * the connection's end.
 */
public final class HandshakeListener implements ConnectionListener {

    private static final String SUBPROTOCOL = "mychat.v1.json";

    private final Map<HandshakeRequest, Entrant> admitted = new ConcurrentHashMap<>();
    private final HandshakeAdmission admission;
    private final ConnectionManager connections;
    private final ReceiverFactory receiverFactory;
    private final HandshakeHooks hooks;
    private final InboxDelivery inbox;
    private final Supplier<String> sessionIds;

    /**
     * What makes a receiver of a connection.
     *
     * @param hooks look at new connections
     */
    public record Receivers(ReceiverFactory factory, HandshakeHooks hooks) {}

    /** @param headers what hooks want to see of the handshake; null: there are no hooks */
    private record Entrant(Admitted admitted, @Nullable Map<String, List<String>> headers) {}

    public HandshakeListener(
            HandshakeAdmission admission,
            ConnectionManager connections,
            Receivers receivers,
            InboxDelivery inbox,
            Supplier<String> sessionIds) {
        this.admission = admission;
        this.connections = connections;
        this.receiverFactory = receivers.factory();
        this.hooks = receivers.hooks();
        this.inbox = inbox;
        this.sessionIds = sessionIds;
    }

    /** Refuses all handshakes from now on. */
    public void close() {
        admission.close();
    }

    @Override
    public HandshakeDecision onHandshake(HandshakeRequest request) {
        HandshakeAdmission.Outcome outcome = admission.admit(request);
        if (outcome instanceof HandshakeAdmission.Refused refused) {
            return refused.decision();
        }
        admitted.put(request, new Entrant((Admitted) outcome, hooks.headers(request)));
        return new HandshakeDecision.Accept(request.subprotocols().contains(SUBPROTOCOL) ? SUBPROTOCOL : null);
    }

    @Override
    public ConnectionReceiver onOpen(HandshakeRequest request, Connection connection) {
        Entrant entrant = admitted.remove(request);
        if (entrant == null) {
            throw new IllegalStateException("opened without a handshake");
        }
        try {
            return receiver(entrant, connection);
        } catch (RuntimeException | Error e) {
            // The transport closes the connection, so its place has to be released here.
            entrant.admitted().release();
            throw e;
        }
    }

    private ConnectionReceiver receiver(Entrant entrant, Connection connection) {
        ClientConnection client = connections.open(
                sessionIds.get(), AddressText.of(entrant.admitted().address()), connection);
        try {
            ConnectionReceiver receiver = receiver(entrant.admitted(), client);
            if (entrant.headers() != null) {
                hooks.ask(entrant.headers(), client, receiver);
            }
            return receiver;
        } catch (RuntimeException | Error e) { // the place is given back, and the error thrown on
            ended(client, CloseReason.INTERNAL_ERROR.code());
            throw e;
        }
    }

    private ConnectionReceiver receiver(Admitted entrant, ClientConnection client) {
        client.occupy(entrant.unauthenticated());
        if (admission.isClosed()) {
            client.close(CloseReason.GOING_AWAY);
        }
        // From now on a reload closes this connection if it is forbidden; an earlier reload is checked here.
        if (!admission.allows(entrant.address())) {
            client.close(CloseReason.ADDRESS_REFUSED, "address_refused");
        }
        if (admission.isBanned(entrant.address())) {
            client.close(CloseReason.ADDRESS_REFUSED, BanEnforcer.NOTICE);
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
        Entrant entrant = admitted.remove(request);
        if (entrant != null) {
            entrant.admitted().release();
        }
    }
}
