package io.mychat.gateway.core.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mychat.gateway.core.buffer.BufferLimits;
import io.mychat.gateway.core.buffer.BufferedBytes;
import io.mychat.gateway.core.codec.Json;
import io.mychat.gateway.core.codec.JsonCodec;
import io.mychat.gateway.core.protocol.ServerMessages;
import io.mychat.gateway.spi.event.Tracer;
import io.mychat.gateway.spi.transport.CloseReason;
import io.mychat.gateway.spi.transport.Connection;
import io.mychat.gateway.testkit.ManualTime;
import io.mychat.gateway.testkit.StubConnection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ConnectionTimeoutsTest {

    private final ManualTime time = new ManualTime();
    private final List<CloseReason> closed = new ArrayList<>();

    /** Fails whenever it is to ping. */
    private final Connection broken = new StubConnection() {
        @Override
        public void ping() {
            throw new OutOfMemoryError("Java heap space");
        }

        @Override
        public void close(CloseReason reason) {
            closed.add(reason);
        }
    };

    @Test
    void aPingThatFailsDoesNotEndTheTimeOuts() {
        ClientConnection client = new ClientConnection(
                "s1",
                "192.0.2.1",
                broken,
                new JsonCodec(new Json(8, 1000)),
                new ClientServices(
                        new ServerMessages(new Json(8, 1000), time),
                        () -> new TimeoutSettings(
                                Duration.ofHours(1),
                                Duration.ofSeconds(30),
                                Duration.ofSeconds(20),
                                Duration.ZERO,
                                Duration.ZERO),
                        new BufferedBytes(new BufferLimits(1 << 20, 1 << 20, Duration.ofSeconds(5)), time),
                        time,
                        Tracer.NONE));
        client.watch();
        assertThatThrownBy(() -> time.advance(Duration.ofSeconds(30))).isInstanceOf(OutOfMemoryError.class);

        time.advance(Duration.ofSeconds(20));

        assertThat(closed).as("without an answer to the ping").containsExactly(CloseReason.IDLE);
    }
}
