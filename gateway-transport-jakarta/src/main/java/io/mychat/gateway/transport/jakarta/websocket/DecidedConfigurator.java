package io.mychat.gateway.transport.jakarta.websocket;

import jakarta.websocket.HandshakeResponse;
import jakarta.websocket.server.HandshakeRequest;
import jakarta.websocket.server.ServerEndpointConfig;
import java.util.List;

/** Carries out what has been decided about one handshake. */
final class DecidedConfigurator extends BareConfigurator {

    private final String subprotocol;

    DecidedConfigurator(String subprotocol) {
        this.subprotocol = subprotocol;
    }

    @Override
    public String getNegotiatedSubprotocol(List<String> supported, List<String> requested) {
        return subprotocol;
    }

    @Override
    public void modifyHandshake(ServerEndpointConfig config, HandshakeRequest request, HandshakeResponse response) {}
}
