package io.mychat.gateway.transport.nio;

import io.mychat.gateway.spi.time.TimeSource;
import io.mychat.gateway.spi.transport.WebSocketTransport;
import io.mychat.gateway.testkit.transport.SocketsContract;

final class NioSocketsTest extends SocketsContract {

    @Override
    protected WebSocketTransport transport(TimeSource time) {
        return Transports.webSocket(time, null);
    }
}
