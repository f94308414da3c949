package io.mychat.gateway.transport.undertow;

import io.mychat.gateway.spi.time.TimeSource;
import io.mychat.gateway.spi.transport.WebSocketTransport;
import io.mychat.gateway.testkit.transport.FramesContract;

final class MountedFramesTest extends FramesContract {

    @Override
    protected WebSocketTransport transport(TimeSource time) {
        return new MountedTransport(time);
    }
}
