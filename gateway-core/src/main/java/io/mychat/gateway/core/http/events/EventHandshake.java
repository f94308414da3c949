package io.mychat.gateway.core.http.events;

import io.mychat.gateway.spi.transport.HandshakeRequest;
import io.mychat.gateway.spi.transport.HttpRequest;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The request for a stream as what it is to the rest of the gateway: a handshake. Two are never equal. */
final class EventHandshake implements HandshakeRequest {

    private final HttpRequest request;

    EventHandshake(HttpRequest request) {
        this.request = request;
    }

    @Override
    public InetSocketAddress peer() {
        return request.peer();
    }

    @Override
    public Optional<String> header(String name) {
        return request.header(name);
    }

    @Override
    public List<String> headers(String name) {
        return request.headers().getOrDefault(name.toLowerCase(Locale.ROOT), List.of());
    }

    /** Events are text: the codec is the gateway's JSON. */
    @Override
    public List<String> subprotocols() {
        return List.of();
    }
}
