package io.mychat.gateway.test;

import io.mychat.gateway.testkit.TestClient;
import io.mychat.gateway.testkit.TestHttpClient;
import java.util.Map;

/** The way between the clients of a test and one gateway. Thread-safe. */
interface Network extends AutoCloseable {

    /** @throws AssertionError when the gateway refuses */
    TestClient connect(Map<String, String> headers);

    TestHttpClient http();

    /** Waits until the gateway has been called with everything that clients have sent; does nothing on sockets. */
    void settle();

    /**
     * Called after the gateway has stopped.
     *
     * @throws AssertionError when a receiver or an endpoint of the gateway has thrown
     */
    @Override
    void close();
}
