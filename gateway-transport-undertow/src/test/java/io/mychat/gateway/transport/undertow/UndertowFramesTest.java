package io.mychat.gateway.transport.undertow;

import io.mychat.gateway.spi.transport.WebSocketTransport;

final class UndertowFramesTest extends FramesContract {

    @Override
    WebSocketTransport transport(ManualTime time) {
        return Transports.webSocket(time, null);
    }
}
