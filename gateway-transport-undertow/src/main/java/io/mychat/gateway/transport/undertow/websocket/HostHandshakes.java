package io.mychat.gateway.transport.undertow.websocket;

import io.mychat.gateway.spi.transport.BufferAccount;
import io.mychat.gateway.spi.transport.ConnectionListener;
import io.mychat.gateway.spi.transport.HandshakeDecision;
import io.mychat.gateway.spi.transport.HostedConnection;
import io.mychat.gateway.transport.undertow.http.ErrorResponse;
import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import java.net.InetSocketAddress;
import java.util.function.Consumer;

/**
 * Passes handshakes for the gateway's path to the gateway, and all others to the host, when the gateway admits them. The
 * place of a host's connection is that of a handshake which takes as long as the connection lives. Runs on I/O threads.
 */
public final class HostHandshakes implements HttpHandler {

    private static final ErrorResponse INTERNAL =
            new ErrorResponse(500, "Internal Server Error", "internal_error", "the handshake could not be decided");

    private final String path;
    private final HttpHandler gateway;
    private final ConnectionListener listener;
    private final XnioConnections connections;
    private final Consumer<AdmittedHandshake> host;

    /**
     * @param path the gateway's
     * @param gateway answers requests for it
     */
    public HostHandshakes(
            String path,
            HttpHandler gateway,
            ConnectionListener listener,
            XnioConnections connections,
            Consumer<AdmittedHandshake> host) {
        this.path = path;
        this.gateway = gateway;
        this.listener = listener;
        this.connections = connections;
        this.host = host;
    }

    /** The places of one handshake. */
    private record Held(ConnectionListener listener, HostRequest request) implements AdmittedHandshake.Place {

        @Override
        public BufferAccount account(HostedConnection connection) {
            return listener.onHosted(request, connection);
        }

        @Override
        public void release() {
            listener.onAbandoned(request);
        }
    }

    @Override
    public void handleRequest(HttpServerExchange exchange) throws Exception {
        if (exchange.getRequestPath().equals(path)) {
            gateway.handleRequest(exchange);
            return;
        }
        ErrorResponse fault = ExchangeRequest.fault(exchange, null);
        if (fault != null) {
            connections.all().handshakeInvalid();
            fault.send(exchange);
            return;
        }
        InetSocketAddress peer = exchange.getConnection().getPeerAddress(InetSocketAddress.class);
        HostRequest request = new HostRequest(peer, exchange.getRequestHeaders());
        HandshakeDecision decision;
        try {
            decision = listener.onHandshake(request);
        } catch (RuntimeException | Error e) { // each handshake gets an answer
            connections.all().failures().error("The listener failed to decide about a handshake of the host", e);
            INTERNAL.send(exchange);
            return;
        }
        if (decision instanceof HandshakeDecision.Refuse refuse) {
            HandshakeHandler.refuse(exchange, refuse);
            return;
        }
        request.forgetHeaders();
        AdmittedHandshake admitted = new AdmittedHandshake(exchange, new Held(listener, request));
        try {
            host.accept(admitted);
        } catch (RuntimeException | Error e) { // as above
            connections.all().failures().error("The host failed to decide about a handshake", e);
            INTERNAL.send(exchange);
        }
    }
}
