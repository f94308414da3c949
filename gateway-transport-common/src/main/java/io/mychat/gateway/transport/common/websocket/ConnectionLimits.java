package io.mychat.gateway.transport.common.websocket;

import io.mychat.gateway.spi.time.TimeSource;
import io.mychat.gateway.spi.transport.WebSocketSettings;
import java.time.Duration;

/** The limits of connections; one object is shared by all of them. */
public record ConnectionLimits(int maxMessageBytes, int maxOutboundBytes, Duration closeTimeout, TimeSource time) {

    static ConnectionLimits of(WebSocketSettings settings, TimeSource time) {
        return new ConnectionLimits(
                settings.maxMessageBytes(), settings.maxOutboundBytes(), settings.closeTimeout(), time);
    }
}
