package io.mychat.gateway.transport.undertow.websocket;

import io.mychat.gateway.spi.transport.HandshakeRequest;
import io.undertow.util.HeaderMap;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;

/**
 * A handshake for the host as the gateway's listener sees it: without subprotocols, which are the host's. It is kept as
 * long as the connection, but not its headers. Equal to itself only.
 */
final class HostRequest implements HandshakeRequest {

    private final InetSocketAddress peer;
    private volatile UpgradeRequest request;

    HostRequest(InetSocketAddress peer, HeaderMap fields) {
        this.peer = peer;
        this.request = new UpgradeRequest(peer, fields);
    }

    /** The decision is made. */
    void forgetHeaders() {
        request = new UpgradeRequest(peer, new HeaderMap());
    }

    @Override
    public InetSocketAddress peer() {
        return peer;
    }

    @Override
    public Optional<String> header(String name) {
        return request.header(name);
    }

    @Override
    public List<String> headers(String name) {
        return request.headers(name);
    }

    @Override
    public List<String> subprotocols() {
        return List.of();
    }
}
