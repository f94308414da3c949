package io.mychat.gateway.bench.sessions;

import io.mychat.gateway.spi.transport.HandshakeRequest;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;

/** A handshake without headers. */
final class ClientHandshake implements HandshakeRequest {

    private final InetSocketAddress peer;

    ClientHandshake(InetSocketAddress peer) {
        this.peer = peer;
    }

    @Override
    public InetSocketAddress peer() {
        return peer;
    }

    @Override
    public Optional<String> header(String name) {
        return Optional.empty();
    }

    @Override
    public List<String> headers(String name) {
        return List.of();
    }

    @Override
    public List<String> subprotocols() {
        return List.of();
    }
}
