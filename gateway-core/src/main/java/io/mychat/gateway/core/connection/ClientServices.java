package io.mychat.gateway.core.connection;

import io.mychat.gateway.core.buffer.BufferedBytes;
import io.mychat.gateway.core.protocol.ServerMessages;
import io.mychat.gateway.core.threads.DeadlineQueue;
import io.mychat.gateway.spi.event.Tracer;
import io.mychat.gateway.spi.time.TimeSource;
import java.util.function.Supplier;

/**
 * The dependencies of all {@link ClientConnection}s.
 *
 * @param timeouts supplies the timeouts when a connection opens
 * @param buffers the accounts of buffered bytes
 * @param deadlines the deadlines of all connections
 * @param tracer knows the span of a handshake
 */
public record ClientServices(
        ServerMessages messages,
        Supplier<TimeoutSettings> timeouts,
        BufferedBytes buffers,
        DeadlineQueue deadlines,
        Tracer tracer) {

    /** With a queue of their own. */
    public ClientServices(
            ServerMessages messages,
            Supplier<TimeoutSettings> timeouts,
            BufferedBytes buffers,
            TimeSource time,
            Tracer tracer) {
        this(messages, timeouts, buffers, new DeadlineQueue(time), tracer);
    }

    TimeSource time() {
        return deadlines.time();
    }
}
