package io.mychat.gateway.system.seats;

import static org.assertj.core.api.Assertions.assertThat;

import io.mychat.gateway.core.GatewayServer;
import io.mychat.gateway.test.LiveGateway;
import io.mychat.gateway.testkit.InMemoryHttpTransport;
import io.mychat.gateway.testkit.InMemoryTransport;
import io.mychat.gateway.testkit.ManualTime;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;

/**
 * A gateway on transports without sockets, in a time that stands still. Everybody's password is {@link #PASSWORD}; {@code
 * root} has the role {@code admin}. Closing it checks that nothing has thrown and no timer is left.
 */
final class InMemoryGateway implements AutoCloseable {

    static final String PASSWORD = LiveGateway.PASSWORD;

    /** After so long without a data frame a session ends; the same on every platform. */
    static final Duration IDLE = Duration.ofSeconds(60);

    private static final Duration STEP = Duration.ofSeconds(10);

    private final ManualTime time = new ManualTime();
    private final InMemoryTransport sockets = new InMemoryTransport(time);
    private final LiveGateway gateway;

    InMemoryGateway(Map<String, Object> settings) throws IOException {
        gateway = LiveGateway.start(builder -> {
            settings.forEach(builder::setting);
            return builder.time(time).webSocketTransport(sockets).httpTransport(new InMemoryHttpTransport());
        });
    }

    GatewayServer server() {
        return gateway.server();
    }

    InMemoryTransport sockets() {
        return sockets;
    }

    /** Lets time go by in steps that are short enough for clients to answer pings on the way. */
    void advance(Duration duration) {
        for (Duration left = duration; !left.isZero(); left = left.minus(STEP)) {
            time.advance(STEP);
            sockets.settle();
        }
    }

    @Override
    public void close() {
        gateway.close();
        assertThat(sockets.failures()).isEmpty();
        assertThat(time.pendingTimers()).as("timers left").isZero();
    }
}
