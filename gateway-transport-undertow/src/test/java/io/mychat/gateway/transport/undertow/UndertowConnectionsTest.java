package io.mychat.gateway.transport.undertow;

import io.mychat.gateway.spi.transport.WebSocketTransport;

final class UndertowConnectionsTest extends ConnectionsContract {

    @Override
    WebSocketTransport transport(ManualTime time) {
        return Transports.webSocket(time, null);
    }
}
