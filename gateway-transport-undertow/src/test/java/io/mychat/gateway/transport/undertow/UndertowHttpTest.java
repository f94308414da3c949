package io.mychat.gateway.transport.undertow;

import io.mychat.gateway.spi.transport.HttpTransport;
import io.mychat.gateway.testkit.transport.HttpTransportContract;

final class UndertowHttpTest extends HttpTransportContract {

    @Override
    protected HttpTransport transport() {
        return Transports.http(null);
    }
}
