package io.mychat.gateway.backends;

import io.mychat.gateway.spi.backend.BackendServices;
import io.mychat.gateway.spi.backend.ServiceDefinition;
import io.mychat.gateway.spi.time.TimeSource;
import io.mychat.gateway.testkit.backend.BackendServicesContract;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;

/** The contract, over HTTP. */
class HttpBackendServicesTest extends BackendServicesContract {

    private final CountDownLatch end = new CountDownLatch(1);
    private final BackendsFixture backendsFixture = new BackendsFixture();
    private final TestServer good = TestServer.answering(200, DATA);
    private final TestServer mute = TestServer.with(exchange -> end.await());

    @AfterEach
    void close() {
        end.countDown();
        backendsFixture.close();
        good.close();
        mute.close();
    }

    @Override
    protected BackendServices services() {
        return backendsFixture.services;
    }

    @Override
    protected TimeSource time() {
        return backendsFixture.time;
    }

    @Override
    protected ServiceDefinition answering() {
        return BackendsFixture.of(good.url());
    }

    @Override
    protected ServiceDefinition silent() {
        return BackendsFixture.of(mute.url());
    }
}
