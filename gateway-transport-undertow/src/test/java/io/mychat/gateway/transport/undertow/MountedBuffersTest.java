package io.mychat.gateway.transport.undertow;

import io.mychat.gateway.spi.time.TimeSource;
import io.mychat.gateway.spi.transport.WebSocketTransport;
import io.mychat.gateway.testkit.transport.BuffersContract;

final class MountedBuffersTest extends BuffersContract {

    @Override
    protected WebSocketTransport transport(TimeSource time) {
        return new MountedTransport(time);
    }
}
