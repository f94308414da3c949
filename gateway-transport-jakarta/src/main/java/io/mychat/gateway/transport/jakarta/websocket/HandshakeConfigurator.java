package io.mychat.gateway.transport.jakarta.websocket;

import io.mychat.gateway.spi.transport.CloseReason;
import io.mychat.gateway.spi.transport.HandshakeDecision;
import io.mychat.gateway.transport.jakarta.http.PeerAddress;
import jakarta.websocket.HandshakeResponse;
import jakarta.websocket.server.HandshakeRequest;
import jakarta.websocket.server.ServerEndpointConfig;
import java.lang.reflect.InvocationTargetException;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Decides about handshakes in a container without servlets. Jakarta WebSocket can neither refuse a handshake with a
 * status nor name the client: a refused handshake succeeds, and its session closes with a code; the address is that of
 * the request's public method {@code getRemoteAddr()}, which Tyrus has. Thread-safe.
 */
public final class HandshakeConfigurator extends BareConfigurator {

    private static final int FORBIDDEN = 403;

    private final Supplier<@Nullable Connections> running;

    /** @param running the connections of the running gateway; null while there is none */
    public HandshakeConfigurator(Supplier<@Nullable Connections> running) {
        this.running = running;
    }

    @Override
    public String getNegotiatedSubprotocol(List<String> supported, List<String> requested) {
        return ""; // the listener chooses it in modifyHandshake
    }

    @Override
    public void modifyHandshake(ServerEndpointConfig config, HandshakeRequest request, HandshakeResponse response) {
        config.getUserProperties().put(GatewayEndpoint.OPENING, decide(request, response));
    }

    private Opening decide(HandshakeRequest request, HandshakeResponse response) {
        Connections home = running.get();
        if (home == null) {
            return Opening.refused(CloseReason.OVERLOAD);
        }
        InetSocketAddress peer = peer(request).orElse(null);
        if (peer == null) {
            home.failed(
                    "The container does not name the client of a handshake: register the servlet of JakartaMount in place"
                            + " of its endpoint",
                    new IllegalStateException(request.getClass().getName()));
            return Opening.refused(CloseReason.INTERNAL_ERROR);
        }
        Handshake handshake = new Handshake(peer, request.getHeaders());
        HandshakeDecision decision;
        try {
            decision = home.listener().onHandshake(handshake);
        } catch (RuntimeException | Error e) { // each handshake gets an answer
            home.failed("The listener failed to decide about a handshake", e);
            return Opening.refused(CloseReason.INTERNAL_ERROR);
        }
        if (decision instanceof HandshakeDecision.Refuse refuse) {
            return Opening.refused(refuse.status() == FORBIDDEN ? CloseReason.ADDRESS_REFUSED : CloseReason.OVERLOAD);
        }
        HandshakeDecision.Accept accept = (HandshakeDecision.Accept) decision;
        Opening opening = Opening.accepted(home, handshake, accept.type());
        String subprotocol = accept.subprotocol();
        if (subprotocol != null) {
            if (!handshake.subprotocols().contains(subprotocol)) {
                home.unofferedSubprotocol(subprotocol);
                opening.abandon();
                return Opening.refused(CloseReason.INTERNAL_ERROR);
            }
            response.getHeaders().put("Sec-WebSocket-Protocol", List.of(subprotocol));
        }
        return opening;
    }

    private static Optional<InetSocketAddress> peer(HandshakeRequest request) {
        try {
            Object address = request.getClass().getMethod("getRemoteAddr").invoke(request);
            return address instanceof String text ? PeerAddress.of(text, 0) : Optional.empty();
        } catch (NoSuchMethodException | IllegalAccessException | InvocationTargetException e) {
            return Optional.empty();
        }
    }
}
