package io.mychat.gateway.transport.nio;

import io.mychat.gateway.spi.time.TimeSource;
import io.mychat.gateway.spi.transport.HttpTransport;
import io.mychat.gateway.spi.transport.WebSocketTransport;
import io.mychat.gateway.testkit.transport.RequestFramingContract;

final class RequestFramingTest extends RequestFramingContract {

    private final NioHttpTransport http = Transports.http(null);

    @Override
    protected HttpTransport http() {
        return http;
    }

    @Override
    protected WebSocketTransport webSocket(TimeSource time) {
        return Transports.webSocket(time, null);
    }

    @Override
    protected long refusals(String error) {
        return http.refusals().getOrDefault(error, 0L);
    }
}
