package io.mychat.gateway.transport.undertow.websocket;

import io.mychat.gateway.transport.common.websocket.HandshakeCheck;
import io.mychat.gateway.transport.undertow.http.ErrorResponse;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.HeaderValues;
import io.undertow.util.HttpString;
import io.undertow.util.Protocols;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A request of Undertow that claims to be a handshake. */
record ExchangeRequest(HttpServerExchange exchange) implements HandshakeCheck.Request {

    /**
     * The error response for an invalid request, or null; sets the headers of the response.
     *
     * @param path the only path; null: any
     */
    static @Nullable ErrorResponse fault(HttpServerExchange exchange, @Nullable String path) {
        HandshakeCheck.Fault fault = HandshakeCheck.fault(new ExchangeRequest(exchange), path);
        return fault == null ? null : answer(exchange, fault);
    }

    static ErrorResponse answer(HttpServerExchange exchange, HandshakeCheck.Fault fault) {
        fault.headers().forEach((name, value) -> exchange.getResponseHeaders().put(new HttpString(name), value));
        return new ErrorResponse(
                fault.body().status(),
                fault.body().message(),
                fault.body().error(),
                fault.body().detail());
    }

    @Override
    public String method() {
        return exchange.getRequestMethod().toString();
    }

    @Override
    public String path() {
        return exchange.getRequestPath();
    }

    @Override
    public boolean isHttp11() {
        return exchange.getProtocol().equals(Protocols.HTTP_1_1);
    }

    @Override
    public boolean hasBody() {
        return !exchange.isRequestComplete();
    }

    @Override
    public List<String> headers(String name) {
        HeaderValues values = exchange.getRequestHeaders().get(name);
        return values == null ? List.of() : List.copyOf(values);
    }
}
