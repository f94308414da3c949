package io.mychat.gateway.transport.nio;

import io.mychat.gateway.spi.transport.HttpTransport;
import io.mychat.gateway.testkit.transport.HttpStreamContract;

final class NioHttpStreamTest extends HttpStreamContract {

    @Override
    protected HttpTransport transport() {
        return Transports.http(null);
    }
}
