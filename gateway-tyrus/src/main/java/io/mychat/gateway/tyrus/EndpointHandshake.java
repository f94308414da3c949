package io.mychat.gateway.tyrus;

import io.mychat.gateway.transport.undertow.HostHandshake;
import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.HeaderMap;
import io.undertow.util.HeaderValues;
import io.undertow.util.HttpString;
import io.undertow.util.StatusCodes;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.glassfish.tyrus.core.RequestContext;
import org.glassfish.tyrus.core.TyrusUpgradeResponse;
import org.glassfish.tyrus.spi.WebSocketEngine;
import org.glassfish.tyrus.spi.WebSocketEngine.UpgradeInfo;
import org.glassfish.tyrus.spi.WebSocketEngine.UpgradeStatus;

/** Lets Tyrus and the endpoint's configurator decide about a handshake. Runs on a thread for endpoints. */
final class EndpointHandshake implements HttpHandler {

    /** What a client may not ask of Tyrus: traces in the log, and to be another node of a cluster. */
    private static final String TRACING = "x-tyrus-";

    private static final String CLUSTER = "tyrus-cluster-connection-id";

    /** The headers whose values are lists. */
    private static final String LISTS = "sec-websocket-";

    private static final Set<String> OURS = Set.of("upgrade", "connection", "sec-websocket-accept");

    private final HostResources home;
    private final WebSocketEngine engine;
    private final HostHandshake handshake;

    EndpointHandshake(HostResources home, WebSocketEngine engine, HostHandshake handshake) {
        this.home = home;
        this.engine = engine;
        this.handshake = handshake;
    }

    @Override
    public void handleRequest(HttpServerExchange exchange) {
        RequestContext request;
        try {
            request = request(exchange);
        } catch (IllegalArgumentException e) {
            home.counts().refused(Refusal.BAD_HANDSHAKE);
            handshake.refuse(400, "Bad Request", "bad_handshake", "the request target is malformed");
            return;
        }
        try {
            decide(exchange, request);
        } catch (RuntimeException | Error e) { // each handshake gets an answer
            home.failed(e);
            home.counts().refused(Refusal.INTERNAL_ERROR);
            handshake.refuse(500, "Internal Server Error", "internal_error", "the handshake could not be decided");
        }
    }

    private void decide(HttpServerExchange exchange, RequestContext request) {
        TyrusUpgradeResponse response = new TyrusUpgradeResponse();
        UpgradeInfo upgrade = engine.upgrade(request, response);
        if (upgrade.getStatus() == UpgradeStatus.NOT_APPLICABLE) {
            home.counts().refused(Refusal.NOT_FOUND);
            handshake.refuse(404, "Not Found", "not_found", "no WebSocket here");
            return;
        }
        int status = response.getStatus();
        response.getHeaders().forEach((name, values) -> {
            if (!OURS.contains(name.toLowerCase(Locale.ROOT))) {
                exchange.getResponseHeaders().putAll(new HttpString(name), values);
            }
        });
        if (upgrade.getStatus() == UpgradeStatus.SUCCESS && status == StatusCodes.SWITCHING_PROTOCOLS) {
            HttpHandler acceptance = accepted -> handshake.accept(socket -> open(socket, upgrade));
            exchange.dispatch(exchange.getIoThread(), acceptance);
            return;
        }
        home.counts().refused(Refusal.REFUSED_BY_ENDPOINT);
        int refusal = status >= 300 && status <= 599 ? status : 500;
        handshake.refuse(
                refusal, StatusCodes.getReason(refusal), "refused_by_endpoint", "The endpoint refuses the handshake.");
    }

    private void open(HostHandshake.Socket socket, UpgradeInfo upgrade) {
        HostConnection connection = new HostConnection(home, handshake, socket);
        home.opened(connection);
        connection.start(upgrade);
    }

    private RequestContext request(HttpServerExchange exchange) {
        Map<String, String[]> parameters = new HashMap<>();
        exchange.getQueryParameters().forEach((name, values) -> parameters.put(name, values.toArray(String[]::new)));
        String query = exchange.getQueryString();
        InetSocketAddress peer = exchange.getConnection().getPeerAddress(InetSocketAddress.class);
        URI.create(exchange.getRequestURI() + "?" + query); // a session has both as one
        RequestContext request = RequestContext.Builder.create()
                .requestURI(URI.create(exchange.getRequestURI()))
                .queryString(query)
                .parameterMap(parameters)
                .secure(handshake.isSecure())
                .remoteAddr(peer.getAddress().getHostAddress())
                .build();
        copy(exchange.getRequestHeaders(), request.getHeaders());
        return request;
    }

    private static void copy(HeaderMap from, Map<String, List<String>> to) {
        for (HeaderValues values : from) {
            String name = values.getHeaderName().toString();
            String lower = name.toLowerCase(Locale.ROOT);
            if (lower.startsWith(TRACING) || lower.equals(CLUSTER)) {
                continue;
            }
            boolean isList = lower.startsWith(LISTS) || OURS.contains(lower);
            to.put(name, isList ? elements(values) : new ArrayList<>(values));
        }
    }

    private static List<String> elements(HeaderValues values) {
        List<String> found = new ArrayList<>();
        values.forEach(value -> Stream.of(value.split(",")).map(String::strip).forEach(found::add));
        return found;
    }
}
