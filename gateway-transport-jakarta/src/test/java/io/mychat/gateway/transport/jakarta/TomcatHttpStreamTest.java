package io.mychat.gateway.transport.jakarta;

import io.mychat.gateway.spi.transport.HttpTransport;
import io.mychat.gateway.testkit.ManualTime;
import io.mychat.gateway.testkit.transport.HttpStreamContract;

final class TomcatHttpStreamTest extends HttpStreamContract {

    @Override
    protected HttpTransport transport() {
        return Transports.http(TestContainer.Kind.TOMCAT, new ManualTime());
    }
}
