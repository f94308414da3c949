package io.mychat.gateway.transport.jakarta;

import io.mychat.gateway.spi.time.TimeSource;
import io.mychat.gateway.spi.transport.WebSocketTransport;
import io.mychat.gateway.testkit.transport.BinaryMessagesContract;

final class JettyBinaryMessagesTest extends BinaryMessagesContract {

    @Override
    protected WebSocketTransport transport(TimeSource time) {
        return Transports.webSocket(TestContainer.Kind.JETTY, time);
    }
}
