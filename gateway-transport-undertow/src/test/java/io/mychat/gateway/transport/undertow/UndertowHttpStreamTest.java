package io.mychat.gateway.transport.undertow;

import io.mychat.gateway.spi.transport.HttpTransport;
import io.mychat.gateway.testkit.transport.HttpStreamContract;

final class UndertowHttpStreamTest extends HttpStreamContract {

    @Override
    protected HttpTransport transport() {
        return Transports.http(null);
    }
}
