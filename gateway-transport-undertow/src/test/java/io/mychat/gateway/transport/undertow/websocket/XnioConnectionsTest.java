package io.mychat.gateway.transport.undertow.websocket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mychat.gateway.spi.transport.WebSocketSettings;
import io.mychat.gateway.testkit.ManualTime;
import io.mychat.gateway.transport.common.deflate.CompressionSettings;
import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class XnioConnectionsTest {

    private static final WebSocketSettings SETTINGS =
            new WebSocketSettings("127.0.0.1", 0, "/ws", 1000, 10_000, Duration.ofSeconds(1));

    /** There XNIO would look at all sockets for each one that leaves. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void noSocketIsClosedOnItsOwnThread(boolean tls) throws Exception {
        XnioConnections connections = XnioConnections.start(SETTINGS, tls, new ManualTime(), CompressionSettings.OFF);
        try (Worker worker = new Worker()) {
            FakeSocket socket = new FakeSocket(worker.thread());

            worker.run(() -> connections.release(socket));

            await().until(() -> socket.closed);
            assertThat(socket.closedBy).isEqualTo("mychat-websocket-closer");
            await().until(() -> connections.numbers().closing() == 0);
        } finally {
            connections.close();
        }
    }
}
