package io.mychat.gateway.transport.jakarta;

import io.mychat.gateway.spi.time.TimeSource;
import io.mychat.gateway.spi.transport.WebSocketTransport;
import io.mychat.gateway.testkit.transport.ConnectionContract;
import io.mychat.gateway.testkit.transport.Peer;
import io.mychat.gateway.testkit.transport.RawPeer;
import java.io.IOException;
import java.net.InetSocketAddress;

final class TyrusServletsConnectionTest extends ConnectionContract {

    @Override
    protected WebSocketTransport transport(TimeSource time) {
        return Transports.webSocket(TestContainer.Kind.TYRUS_SERVLETS, time);
    }

    @Override
    protected Peer connect(InetSocketAddress address) throws IOException {
        return RawPeer.connect(address);
    }
}
