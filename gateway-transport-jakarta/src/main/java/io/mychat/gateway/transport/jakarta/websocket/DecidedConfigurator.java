package io.mychat.gateway.transport.jakarta.websocket;

import jakarta.websocket.HandshakeResponse;
import jakarta.websocket.server.HandshakeRequest;
import jakarta.websocket.server.ServerEndpointConfig;
import java.util.List;

/** Carries out what has been decided about one handshake. */
final class DecidedConfigurator extends BareConfigurator {

    private final Opening opening;
    private final String subprotocol;

    DecidedConfigurator(Opening opening, String subprotocol) {
        this.opening = opening;
        this.subprotocol = subprotocol;
    }

    @Override
    public String getNegotiatedSubprotocol(List<String> supported, List<String> requested) {
        return subprotocol;
    }

    /** With the handshake, because the session of WildFly has not the properties of its configuration. */
    @Override
    public <T> T getEndpointInstance(Class<T> type) {
        return type.cast(new GatewayEndpoint(opening));
    }

    @Override
    public void modifyHandshake(ServerEndpointConfig config, HandshakeRequest request, HandshakeResponse response) {}
}
