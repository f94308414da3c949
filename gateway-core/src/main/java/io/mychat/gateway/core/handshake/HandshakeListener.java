package io.mychat.gateway.core.handshake;

import io.mychat.gateway.core.ban.BanEnforcer;
import io.mychat.gateway.core.codec.MessageCodecs;
import io.mychat.gateway.core.collection.RecentTexts;
import io.mychat.gateway.core.connection.ClientConnection;
import io.mychat.gateway.core.connection.ConnectionManager;
import io.mychat.gateway.core.handshake.HandshakeAdmission.Admitted;
import io.mychat.gateway.core.processor.CommandReceiver;
import io.mychat.gateway.core.processor.ReceiverFactory;
import io.mychat.gateway.spi.codec.MessageCodec;
import io.mychat.gateway.spi.transport.AddressText;
import io.mychat.gateway.spi.transport.BufferAccount;
import io.mychat.gateway.spi.transport.BufferBudget;
import io.mychat.gateway.spi.transport.CloseReason;
import io.mychat.gateway.spi.transport.Connection;
import io.mychat.gateway.spi.transport.ConnectionListener;
import io.mychat.gateway.spi.transport.ConnectionReceiver;
import io.mychat.gateway.spi.transport.HandshakeDecision;
import io.mychat.gateway.spi.transport.HandshakeRequest;
import io.mychat.gateway.spi.transport.HostedConnection;
import java.net.InetAddress;
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

    private final Map<HandshakeRequest, Entrant> admitted = new ConcurrentHashMap<>();
    /** Of clients behind one address. */
    private final RecentTexts addresses = new RecentTexts();

    private final HandshakeAdmission admission;
    private final MessageCodecs codecs;
    private final ConnectionManager connections;
    private final ReceiverFactory receiverFactory;
    private final HandshakeHooks hooks;
    private final BufferBudget buffers;
    private final ConnectionEnds ends;
    private final Supplier<String> sessionIds;

    /**
     * What makes a receiver of a connection.
     *
     * @param codecs from which clients choose
     * @param hooks look at new connections
     * @param buffers has the accounts of the host's connections, which have no receiver
     */
    public record Receivers(
            MessageCodecs codecs, ReceiverFactory factory, HandshakeHooks hooks, BufferBudget buffers) {}

    /**
     * A client whose handshake is accepted.
     *
     * @param codec the codec that it has chosen
     * @param headers what hooks want to see of the handshake; null: there are no hooks
     */
    private record Entrant(
            Admitted admitted, MessageCodec codec, @Nullable Map<String, List<String>> headers) {}

    public HandshakeListener(
            HandshakeAdmission admission,
            ConnectionManager connections,
            Receivers receivers,
            ConnectionEnds ends,
            Supplier<String> sessionIds) {
        this.admission = admission;
        this.connections = connections;
        this.codecs = receivers.codecs();
        this.receiverFactory = receivers.factory();
        this.hooks = receivers.hooks();
        this.buffers = receivers.buffers();
        this.ends = ends;
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
        MessageCodecs.Choice choice = codecs.choose(request.subprotocols());
        admitted.put(request, new Entrant((Admitted) outcome, choice.codec(), hooks.headers(request)));
        return new HandshakeDecision.Accept(choice.subprotocol(), choice.codec().messageType());
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
                sessionIds.get(),
                addresses.one(AddressText.of(entrant.admitted().address())),
                connection,
                entrant.codec());
        try {
            CommandReceiver receiver = receiver(entrant.admitted(), client);
            if (entrant.headers() != null) {
                hooks.ask(entrant.headers(), client, receiver);
            }
            return receiver;
        } catch (RuntimeException | Error e) { // the place is given back, and the error thrown on
            ends.closed(client, CloseReason.INTERNAL_ERROR.code());
            throw e;
        }
    }

    private CommandReceiver receiver(Admitted entrant, ClientConnection client) {
        client.occupy(entrant.place(), entrant.unauthenticated());
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
        return receiverFactory.receiver(client);
    }

    @Override
    public BufferAccount onHosted(HandshakeRequest request, HostedConnection connection) {
        Entrant entrant = admitted.get(request);
        if (entrant != null) {
            InetAddress address = entrant.admitted().address();
            connections.hosted().opened(request, AddressText.of(address), connection);
            // As for the gateway's own connections: what came before is checked here.
            if (!admission.allows(address)) {
                connection.refuse(CloseReason.ADDRESS_REFUSED, "address_refused");
            }
            if (admission.isBanned(address)) {
                connection.refuse(CloseReason.ADDRESS_REFUSED, BanEnforcer.NOTICE);
            }
        }
        return buffers.open(connection::evict);
    }

    @Override
    public void onAbandoned(HandshakeRequest request) {
        connections.hosted().ended(request);
        Entrant entrant = admitted.remove(request);
        if (entrant != null) {
            entrant.admitted().release();
        }
    }
}
