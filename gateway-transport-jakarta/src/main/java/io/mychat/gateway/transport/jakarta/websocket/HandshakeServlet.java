package io.mychat.gateway.transport.jakarta.websocket;

import io.mychat.gateway.spi.transport.ErrorBody;
import io.mychat.gateway.spi.transport.HandshakeDecision;
import io.mychat.gateway.transport.jakarta.http.ErrorAnswer;
import io.mychat.gateway.transport.jakarta.http.PeerAddress;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.websocket.DeploymentException;
import jakarta.websocket.server.ServerContainer;
import jakarta.websocket.server.ServerEndpointConfig;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Answers handshakes and turns accepted ones into sessions of the container. A servlet, because only it can answer a
 * refused handshake with a status and a body, and knows the client's address. Thread-safe.
 */
public final class HandshakeServlet extends HttpServlet {

    private static final long serialVersionUID = 1;
    private static final String CONTAINER = "jakarta.websocket.server.ServerContainer";
    private static final ErrorBody INTERNAL =
            new ErrorBody(500, "Internal Server Error", "internal_error", "the handshake could not be decided");

    private static final ErrorBody REFUSED =
            new ErrorBody(400, "Bad Request", "bad_handshake", "the container does not accept this handshake");

    private final transient Supplier<@Nullable Connections> running;
    private final transient KnownEndpoint known;

    /**
     * @param running the connections of the running gateway; null while there is none
     * @param known the endpoint for containers that upgrade to no other
     */
    public HandshakeServlet(Supplier<@Nullable Connections> running, KnownEndpoint known) {
        this.running = running;
        this.known = known;
    }

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response) throws IOException {
        Connections home = running.get();
        if (home == null) {
            ErrorAnswer.notRunning(response);
            return;
        }
        InetSocketAddress peer =
                PeerAddress.of(request.getRemoteAddr(), request.getRemotePort()).orElse(null);
        if (peer == null) {
            home.failed("The container names no client", new IllegalStateException("no IP address"));
            ErrorAnswer.send(response, INTERNAL);
            return;
        }
        Handshake handshake = new Handshake(peer, fields(request));
        ErrorBody fault = HandshakeCheck.fault(request, handshake, response);
        if (fault != null) {
            home.handshakeInvalid();
            ErrorAnswer.send(response, fault);
            return;
        }
        HandshakeDecision decision;
        try {
            decision = home.listener().onHandshake(handshake);
        } catch (RuntimeException | Error e) { // each handshake gets an answer
            home.failed("The listener failed to decide about a handshake", e);
            ErrorAnswer.send(response, INTERNAL);
            return;
        }
        if (decision instanceof HandshakeDecision.Refuse refuse) {
            ErrorAnswer.send(response, refuse.status(), refuse.body(), refuse.retryAfter());
        } else if (decision instanceof HandshakeDecision.Accept accept) {
            accept(home, handshake, accept, new Exchange(request, response));
        }
    }

    private record Exchange(HttpServletRequest request, HttpServletResponse response) {}

    private void accept(Connections home, Handshake handshake, HandshakeDecision.Accept decision, Exchange exchange)
            throws IOException {
        Opening opening = Opening.accepted(home, handshake, decision.type());
        String subprotocol = decision.subprotocol();
        if (subprotocol != null && !handshake.subprotocols().contains(subprotocol)) {
            home.unofferedSubprotocol(subprotocol);
            ErrorAnswer.send(exchange.response(), INTERNAL);
            opening.abandon();
            return;
        }
        boolean upgraded = false;
        try {
            upgrade(opening, subprotocol, exchange);
            upgraded = true;
        } catch (ServletException | DeploymentException | RuntimeException e) {
            home.failed("The container refuses the upgrade of a connection", e);
            if (!exchange.response().isCommitted()) {
                ErrorAnswer.send(exchange.response(), REFUSED);
            }
        } finally {
            if (!upgraded) {
                opening.abandon();
            }
        }
    }

    private void upgrade(Opening opening, @Nullable String subprotocol, Exchange exchange)
            throws IOException, ServletException, DeploymentException {
        if (!(getServletContext().getAttribute(CONTAINER) instanceof ServerContainer container)) {
            throw new IllegalStateException("the servlet context has no Jakarta WebSocket: add the container's module");
        }
        String protocol = subprotocol == null ? "" : subprotocol;
        if (!known.upgrade(container, opening, protocol, exchange.request(), exchange.response())) {
            container.upgradeHttpToWebSocket(
                    exchange.request(), exchange.response(), endpoint(opening, protocol, exchange), Map.of());
        }
        if (!exchange.response().isCommitted()
                && exchange.response().getStatus() != HttpServletResponse.SC_SWITCHING_PROTOCOLS) {
            throw new IllegalStateException("the container did not upgrade the request to an endpoint that it does not"
                    + " know: mount the gateway with addTo while the context starts, after the container's own parts");
        }
    }

    private static ServerEndpointConfig endpoint(Opening opening, String subprotocol, Exchange exchange) {
        ServerEndpointConfig config = ServerEndpointConfig.Builder.create(
                        GatewayEndpoint.class, exchange.request().getServletPath())
                .subprotocols(subprotocol.isEmpty() ? List.of() : List.of(subprotocol))
                .configurator(new DecidedConfigurator(opening, subprotocol))
                .build();
        config.getUserProperties().put(GatewayEndpoint.OPENING, opening);
        return config;
    }

    private static Map<String, List<String>> fields(HttpServletRequest request) {
        Map<String, List<String>> fields = new HashMap<>();
        for (String name : Collections.list(request.getHeaderNames())) {
            fields.put(name, Collections.list(request.getHeaders(name)));
        }
        return fields;
    }
}
