package io.mychat.gateway.transport.nio;

import io.mychat.gateway.spi.time.TimeSource;
import io.mychat.gateway.spi.transport.WebSocketTransport;
import io.mychat.gateway.testkit.transport.FramesContract;

final class NioFramesTest extends FramesContract {

    @Override
    protected WebSocketTransport transport(TimeSource time) {
        return Transports.webSocket(time, null);
    }
}
