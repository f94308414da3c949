package io.mychat.gateway.core.connection;

import io.mychat.gateway.core.buffer.BufferedBytes;
import io.mychat.gateway.core.protocol.ServerMessages;
import io.mychat.gateway.spi.time.TimeSource;
import java.util.function.Supplier;

/**
 * What every {@link ClientConnection} uses.
 *
 * @param timeouts asked when a connection is opened
 * @param buffers counts what is buffered for the connections
 */
public record ClientServices(
        ServerMessages messages, Supplier<TimeoutSettings> timeouts, BufferedBytes buffers, TimeSource time) {}
