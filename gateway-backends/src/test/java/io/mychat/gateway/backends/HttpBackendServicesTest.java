package io.mychat.gateway.backends;

import io.mychat.gateway.spi.backend.BackendServices;
import io.mychat.gateway.spi.backend.ServiceDefinition;
import io.mychat.gateway.spi.time.TimeSource;
import io.mychat.gateway.testkit.BackendServicesContract;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;

/** The contract, over HTTP. */
class HttpBackendServicesTest extends BackendServicesContract {

    private final CountDownLatch end = new CountDownLatch(1);
    private final Rig rig = new Rig();
    private final TestServer good = TestServer.answering(200, DATA);
    private final TestServer mute = TestServer.with(exchange -> end.await());

    @AfterEach
    void close() {
        end.countDown();
        rig.close();
        good.close();
        mute.close();
    }

    @Override
    protected BackendServices services() {
        return rig.services;
    }

    @Override
    protected TimeSource time() {
        return rig.time;
    }

    @Override
    protected ServiceDefinition answering() {
        return Rig.of(good.url());
    }

    @Override
    protected ServiceDefinition silent() {
        return Rig.of(mute.url());
    }
}
