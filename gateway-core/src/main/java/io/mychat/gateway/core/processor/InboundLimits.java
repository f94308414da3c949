package io.mychat.gateway.core.processor;

import io.mychat.gateway.core.config.GatewayConfig;
import io.mychat.gateway.core.security.LimitsByRole;

/**
 * What one connection may send. Made once for each configuration and shared by all connections.
 *
 * @param rates of sessions and of users, by their roles
 * @param maxMalformedInARow so many malformed messages close the connection; 0: never
 * @param queues how much of one session may wait; for connections that are opened from then on
 */
public record InboundLimits(LimitsByRole rates, int maxMalformedInARow, ProcessingOptions queues) {

    public static InboundLimits of(GatewayConfig config) {
        return new InboundLimits(
                new LimitsByRole(config.security()),
                config.security().maxMalformedInARow(),
                ProcessingOptions.of(config.processing()));
    }
}
