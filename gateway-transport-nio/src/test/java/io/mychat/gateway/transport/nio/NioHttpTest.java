package io.mychat.gateway.transport.nio;

import io.mychat.gateway.spi.transport.HttpTransport;
import io.mychat.gateway.testkit.transport.HttpTransportContract;

final class NioHttpTest extends HttpTransportContract {

    @Override
    protected HttpTransport transport() {
        return Transports.http(null);
    }
}
