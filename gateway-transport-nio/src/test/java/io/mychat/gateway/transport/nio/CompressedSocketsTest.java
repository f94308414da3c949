package io.mychat.gateway.transport.nio;

import io.mychat.gateway.spi.time.TimeSource;
import io.mychat.gateway.spi.transport.WebSocketTransport;
import io.mychat.gateway.testkit.transport.SocketsContract;
import io.mychat.gateway.transport.common.deflate.CompressionSettings;

/** The suite with clients that compress. The gateway does not, because the suite fills queues with a repeated byte. */
final class CompressedSocketsTest extends SocketsContract {

    @Override
    protected WebSocketTransport transport(TimeSource time) {
        return Transports.webSocket(time, null, new CompressionSettings(true, 1 << 20, 1, 1));
    }

    @Override
    protected boolean compresses() {
        return true;
    }
}
