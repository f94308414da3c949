package io.mychat.gateway.core.processor;

import io.mychat.gateway.core.config.GatewayConfig;
import io.mychat.gateway.core.security.MessageLimits;

/**
 * What one connection may send. Made once for each configuration and shared by all connections.
 *
 * @param maxMalformedInARow so many malformed messages close the connection; 0: never
 * @param queues how much of one session may wait; for connections that are opened from then on
 */
public record InboundLimits(MessageLimits rate, int maxMalformedInARow, ProcessingOptions queues) {

    public static InboundLimits of(GatewayConfig config) {
        return new InboundLimits(
                MessageLimits.of(config.security()),
                config.security().maxMalformedInARow(),
                ProcessingOptions.of(config.processing()));
    }
}
