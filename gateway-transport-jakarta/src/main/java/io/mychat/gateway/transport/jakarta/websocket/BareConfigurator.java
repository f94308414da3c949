package io.mychat.gateway.transport.jakarta.websocket;

import jakarta.websocket.Extension;
import jakarta.websocket.server.ServerEndpointConfig;
import java.util.List;

/** Leaves the handshake to the listener. Without extensions: none may buffer or inflate. */
abstract class BareConfigurator extends ServerEndpointConfig.Configurator {

    @Override
    public boolean checkOrigin(String origin) {
        return true; // the listener sees it, too
    }

    @Override
    public final List<Extension> getNegotiatedExtensions(List<Extension> installed, List<Extension> requested) {
        return List.of();
    }

    @Override
    public <T> T getEndpointInstance(Class<T> type) {
        return type.cast(new GatewayEndpoint());
    }
}
