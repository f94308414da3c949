package io.mychat.gateway.transport.undertow;

import io.mychat.gateway.spi.time.TimeSource;
import io.mychat.gateway.spi.transport.MessageType;
import io.mychat.gateway.spi.transport.WebSocketSettings;
import io.mychat.gateway.testkit.transport.EchoListener;
import java.io.IOException;
import java.time.Duration;

/** Sends every message of one type back, as conformance suites expect it. */
record EchoServer(UndertowWebSocketTransport transport, int port) implements AutoCloseable {

    private static final int MAX_MESSAGE_BYTES = 16 << 20;
    private static final int MAX_OUTBOUND_BYTES = 256 << 20;

    static EchoServer start(MessageType type, TimeSource time) throws IOException {
        UndertowWebSocketTransport transport = Transports.compressing(time, null);
        WebSocketSettings settings = new WebSocketSettings(
                "127.0.0.1", 0, "/ws", MAX_MESSAGE_BYTES, MAX_OUTBOUND_BYTES, Duration.ofSeconds(1));
        return new EchoServer(
                transport, transport.start(settings, new EchoListener(type)).getPort());
    }

    @Override
    public void close() {
        transport.close();
    }
}
