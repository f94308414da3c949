package io.mychat.gateway.transport.undertow;

import io.mychat.gateway.spi.time.TimeSource;
import io.mychat.gateway.spi.transport.WebSocketTransport;
import io.mychat.gateway.testkit.transport.FramesContract;

/** The suite with clients that compress, and a gateway that does. */
final class CompressedFramesTest extends FramesContract {

    @Override
    protected WebSocketTransport transport(TimeSource time) {
        return Transports.compressing(time, null);
    }

    @Override
    protected boolean compresses() {
        return true;
    }
}
