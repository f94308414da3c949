package io.mychat.gateway.core.http.events;

import io.mychat.gateway.core.codec.Json;
import io.mychat.gateway.core.config.EventStreamConfig;
import io.mychat.gateway.spi.time.TimeSource;
import java.time.Duration;
import java.util.function.Supplier;

/**
 * What streams have in common.
 *
 * @param live the bounds in effect
 * @param maxMessageBytes the largest message of a client
 * @param maxOutboundBytes the most bytes that wait for one client
 * @param timeouts the timeouts of connections
 */
record EventSettings(
        Supplier<EventStreamConfig> live,
        int maxMessageBytes,
        int maxOutboundBytes,
        Timeouts timeouts,
        Json json,
        TimeSource time) {

    EventStreamConfig limits() {
        return live.get();
    }

    /**
     * @param heartbeat the longest silence of the gateway, so that no proxy takes the stream for dead
     * @param close the longest wait for a client that does not take the last event
     */
    record Timeouts(Duration heartbeat, Duration close) {}
}
