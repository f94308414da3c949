package io.mychat.gateway.transport.nio;

import io.mychat.gateway.spi.time.TimeSource;
import io.mychat.gateway.spi.transport.WebSocketTransport;
import io.mychat.gateway.testkit.transport.BuffersContract;

final class NioBuffersTest extends BuffersContract {

    @Override
    protected WebSocketTransport transport(TimeSource time) {
        return Transports.webSocket(time, null);
    }
}
