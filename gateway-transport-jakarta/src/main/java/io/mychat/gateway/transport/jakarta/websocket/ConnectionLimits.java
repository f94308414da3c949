package io.mychat.gateway.transport.jakarta.websocket;

import io.mychat.gateway.spi.time.TimeSource;
import io.mychat.gateway.spi.transport.WebSocketSettings;
import java.time.Duration;

/**
 * The limits of connections; one object is shared by all of them.
 *
 * @param readAheadBytes input that is kept while receiving is suspended
 */
record ConnectionLimits(
        int maxMessageBytes, int maxOutboundBytes, Duration closeTimeout, int readAheadBytes, TimeSource time) {

    static ConnectionLimits of(WebSocketSettings settings, int readAheadBytes, TimeSource time) {
        return new ConnectionLimits(
                settings.maxMessageBytes(), settings.maxOutboundBytes(), settings.closeTimeout(), readAheadBytes, time);
    }
}
