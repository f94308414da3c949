package io.mychat.gateway.transport.nio.websocket;

import io.mychat.gateway.spi.transport.HandshakeRequest;
import io.mychat.gateway.transport.common.deflate.Agreement;
import io.mychat.gateway.transport.common.request.RequestHead;
import io.mychat.gateway.transport.common.websocket.HandshakeCheck;
import io.mychat.gateway.transport.nio.http.RequestUri;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A handshake as its check and the listener see it. Equal to itself only. */
final class UpgradeRequest implements HandshakeRequest, HandshakeCheck.Request {

    private final InetSocketAddress peer;
    private final RequestHead head;

    UpgradeRequest(InetSocketAddress peer, RequestHead head) {
        this.peer = peer;
        this.head = head;
    }

    @Override
    public InetSocketAddress peer() {
        return peer;
    }

    @Override
    public String method() {
        return head.method();
    }

    @Override
    public String path() {
        return RequestUri.of(head.target()).path();
    }

    @Override
    public boolean isHttp11() {
        return head.isHttp11();
    }

    @Override
    public boolean hasBody() {
        return head.bodyBytes() != 0;
    }

    @Override
    public Optional<String> header(String name) {
        List<String> values = head.values(name);
        return values.isEmpty() ? Optional.empty() : Optional.of(values.get(0));
    }

    @Override
    public List<String> headers(String name) {
        return head.values(name);
    }

    @Override
    public List<String> subprotocols() {
        List<String> offered = headers("Sec-WebSocket-Protocol");
        return offered.isEmpty() ? List.of() : HandshakeCheck.tokens(offered).toList();
    }

    /**
     * What it agrees on with a gateway that compresses; null: nothing.
     *
     * @throws IllegalArgumentException when its extensions are malformed
     */
    @Nullable
    Agreement compression() {
        return Agreement.on(headers("Sec-WebSocket-Extensions"));
    }
}
