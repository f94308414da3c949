package io.mychat.gateway.transport.jakarta.websocket;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.websocket.DeploymentException;
import jakarta.websocket.HandshakeResponse;
import jakarta.websocket.server.HandshakeRequest;
import jakarta.websocket.server.ServerContainer;
import jakarta.websocket.server.ServerEndpointConfig;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The endpoint of a servlet's handshakes in a container that upgrades a request to no other endpoint than those of its
 * start: Tyrus looks only at the path of the configuration that it is given. A client that asks for this path gets 403:
 * a session opens for what the servlet hands over on the thread of the handshake. Thread-safe.
 */
public final class KnownEndpoint extends BareConfigurator {

    private record Handover(Opening opening, String subprotocol) {}

    private static final ThreadLocal<@Nullable Handover> HANDOVER = new ThreadLocal<>();
    private volatile @Nullable ServerEndpointConfig added;

    /** None until it is added to a container. */
    public KnownEndpoint() {}

    /**
     * Called while the container starts.
     *
     * @param path of the endpoint, below that of the context
     */
    public void addTo(ServerContainer container, String path) throws DeploymentException {
        ServerEndpointConfig config = ServerEndpointConfig.Builder.create(GatewayEndpoint.class, path)
                .configurator(this)
                .build();
        container.addEndpoint(config);
        added = config;
    }

    /** @return false where it was added to no container, because that one takes any endpoint */
    boolean upgrade(
            ServerContainer container,
            Opening opening,
            String subprotocol,
            HttpServletRequest request,
            HttpServletResponse response)
            throws IOException, DeploymentException {
        ServerEndpointConfig config = added;
        if (config == null) {
            return false;
        }
        HANDOVER.set(new Handover(opening, subprotocol));
        try {
            container.upgradeHttpToWebSocket(request, response, config, Map.of());
        } finally {
            HANDOVER.remove();
        }
        return true;
    }

    @Override
    public boolean checkOrigin(String origin) {
        return HANDOVER.get() != null;
    }

    @Override
    public String getNegotiatedSubprotocol(List<String> supported, List<String> requested) {
        Handover handed = HANDOVER.get();
        return handed == null ? "" : handed.subprotocol();
    }

    @Override
    public void modifyHandshake(ServerEndpointConfig config, HandshakeRequest request, HandshakeResponse response) {
        Handover handed = HANDOVER.get();
        if (handed != null) { // these properties are the handshake's own
            config.getUserProperties().put(GatewayEndpoint.OPENING, handed.opening());
        }
    }
}
