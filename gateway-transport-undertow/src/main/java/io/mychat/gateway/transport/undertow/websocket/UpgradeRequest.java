package io.mychat.gateway.transport.undertow.websocket;

import io.mychat.gateway.spi.transport.HandshakeRequest;
import io.mychat.gateway.transport.common.deflate.Agreement;
import io.mychat.gateway.transport.common.websocket.HandshakeCheck;
import io.undertow.util.HeaderMap;
import io.undertow.util.HeaderValues;
import io.undertow.util.Headers;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A handshake as the listener sees it. */
record UpgradeRequest(InetSocketAddress peer, HeaderMap fields) implements HandshakeRequest {

    @Override
    public Optional<String> header(String name) {
        return Optional.ofNullable(fields.getFirst(name));
    }

    @Override
    public List<String> headers(String name) {
        HeaderValues values = fields.get(name);
        return values == null ? List.of() : List.copyOf(values);
    }

    @Override
    public List<String> subprotocols() {
        List<String> offered = headers(Headers.SEC_WEB_SOCKET_PROTOCOL_STRING);
        return offered.isEmpty() ? List.of() : HandshakeCheck.tokens(offered).toList();
    }

    /**
     * What it agrees on with a gateway that compresses; null: nothing.
     *
     * @throws IllegalArgumentException when its extensions are malformed
     */
    @Nullable
    Agreement compression() {
        return Agreement.on(headers(Headers.SEC_WEB_SOCKET_EXTENSIONS_STRING));
    }
}
