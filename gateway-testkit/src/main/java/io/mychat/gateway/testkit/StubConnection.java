package io.mychat.gateway.testkit;

import io.mychat.gateway.spi.transport.CloseReason;
import io.mychat.gateway.spi.transport.Connection;
import java.net.InetSocketAddress;

/**
 * A connection that accepts every call and does nothing; a test overrides the methods that it observes. Thread-safe.
 *
 * @since 0.1.0
 */
public class StubConnection implements Connection {

    @Override
    public InetSocketAddress peer() {
        return InetSocketAddress.createUnresolved("192.0.2.1", 50_000);
    }

    @Override
    public SendResult send(byte[] utf8) {
        return SendResult.ACCEPTED;
    }

    @Override
    public void ping() {}

    @Override
    public void close(CloseReason reason) {}

    @Override
    public void suspendReceiving() {}

    @Override
    public void resumeReceiving() {}

    @Override
    public long outboundBytes() {
        return 0;
    }
}
