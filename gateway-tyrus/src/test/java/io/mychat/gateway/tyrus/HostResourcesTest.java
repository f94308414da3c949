package io.mychat.gateway.tyrus;

import static org.assertj.core.api.Assertions.assertThat;

import io.mychat.gateway.spi.transport.WebSocketSettings;
import io.mychat.gateway.testkit.ManualTime;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What is read while something of all clients is used up has to be kept, so that little is read. */
class HostResourcesTest {

    private final ManualTime time = new ManualTime();
    private final HostResources resources = new HostResources(
            new WebSocketSettings("127.0.0.1", 0, "/ws", 1000, 10_000, Duration.ofSeconds(1)),
            new EndpointBounds(
                    10,
                    1000,
                    100,
                    100,
                    Duration.ofSeconds(60),
                    Duration.ofSeconds(10),
                    new EndpointBounds.Shared(1000, 1000, 100_000, 4)),
            time,
            new EndpointCounts());

    @AfterEach
    void close() {
        resources.close();
    }

    @Test
    void littleIsReadWhileTheFramesAreUsedUp() {
        int usual = resources.readBuffer().remaining();

        assertThat(resources.takeOfAll(1001, 1)).isPositive();

        assertThat(resources.readBuffer().remaining()).isLessThan(usual);
    }

    @Test
    void littleIsReadWhileTheBytesAreUsedUp() {
        int usual = resources.readBuffer().remaining();

        assertThat(resources.takeOfAll(1, 100_001)).isPositive();

        assertThat(resources.readBuffer().remaining()).isLessThan(usual);
        time.advance(Duration.ofSeconds(2));
        assertThat(resources.takeOfAll(1, 1)).isZero();
        assertThat(resources.readBuffer().remaining()).isEqualTo(usual);
    }
}
