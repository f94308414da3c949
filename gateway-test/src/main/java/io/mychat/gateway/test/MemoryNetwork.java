package io.mychat.gateway.test;

import io.mychat.gateway.spi.time.TimeSource;
import io.mychat.gateway.testkit.InMemoryHttpTransport;
import io.mychat.gateway.testkit.InMemoryTransport;
import io.mychat.gateway.testkit.TestClient;
import io.mychat.gateway.testkit.TestHandshake;
import io.mychat.gateway.testkit.TestHttpClient;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Transports without sockets. */
record MemoryNetwork(InMemoryTransport sockets, InMemoryHttpTransport calls) implements Network {

    MemoryNetwork(TimeSource time) {
        this(new InMemoryTransport(time), new InMemoryHttpTransport());
    }

    @Override
    public TestClient connect(Map<String, String> headers) {
        TestHandshake handshake = TestHandshake.plain();
        for (Map.Entry<String, String> header : headers.entrySet()) {
            handshake = handshake.with(header.getKey(), header.getValue());
        }
        return TestClient.over(sockets.connect(handshake));
    }

    @Override
    public TestHttpClient http() {
        return TestHttpClient.over(calls);
    }

    @Override
    public void settle() {
        sockets.settle();
    }

    @Override
    public void close() {
        List<Throwable> failures = Stream.concat(sockets.failures().stream(), calls.failures().stream())
                .toList();
        if (!failures.isEmpty()) {
            AssertionError error = new AssertionError("the gateway has thrown into its transport", failures.get(0));
            failures.stream().skip(1).forEach(error::addSuppressed);
            throw error;
        }
    }
}
