package io.mychat.gateway.transport.undertow;

import io.mychat.gateway.spi.transport.WebSocketTransport;

final class UndertowHandshakesTest extends HandshakesContract {

    @Override
    WebSocketTransport transport(ManualTime time) {
        return Transports.webSocket(time, null);
    }
}
