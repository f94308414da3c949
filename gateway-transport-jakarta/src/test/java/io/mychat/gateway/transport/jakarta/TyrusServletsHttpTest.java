package io.mychat.gateway.transport.jakarta;

import io.mychat.gateway.spi.transport.HttpTransport;
import io.mychat.gateway.testkit.ManualTime;
import io.mychat.gateway.testkit.transport.HttpTransportContract;

final class TyrusServletsHttpTest extends HttpTransportContract {

    @Override
    protected HttpTransport transport() {
        return Transports.http(TestContainer.Kind.TYRUS_SERVLETS, new ManualTime());
    }
}
