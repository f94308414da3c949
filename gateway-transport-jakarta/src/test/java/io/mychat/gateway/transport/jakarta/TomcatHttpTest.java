package io.mychat.gateway.transport.jakarta;

import io.mychat.gateway.spi.transport.HttpTransport;
import io.mychat.gateway.testkit.ManualTime;
import io.mychat.gateway.testkit.transport.HttpTransportContract;

final class TomcatHttpTest extends HttpTransportContract {

    @Override
    protected HttpTransport transport() {
        return Transports.http(TestContainer.Kind.TOMCAT, new ManualTime());
    }
}
