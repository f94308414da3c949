package io.mychat.gateway.transport.jakarta;

import io.mychat.gateway.spi.time.TimeSource;
import io.mychat.gateway.spi.transport.WebSocketTransport;
import io.mychat.gateway.testkit.transport.BuffersContract;

final class TyrusServletsBuffersTest extends BuffersContract {

    @Override
    protected WebSocketTransport transport(TimeSource time) {
        return Transports.webSocket(TestContainer.Kind.TYRUS_SERVLETS, time);
    }
}
