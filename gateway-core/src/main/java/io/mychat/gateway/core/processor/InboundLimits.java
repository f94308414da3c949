package io.mychat.gateway.core.processor;

import io.mychat.gateway.core.config.GatewayConfig;
import io.mychat.gateway.core.security.rate.LimitsByRole;

/**
 * What one connection may send. Made once for each configuration and shared by all connections.
 *
 * @param rates of sessions and of users, by their roles
 * @param maxMalformedInARow so many malformed messages close the connection; 0: never
 * @param unauthenticatedMessageBytes the largest message of a connection on which nobody is logged in, and what may wait of
 *     such messages
 * @param tokenMessageBytes the same for 1002, which holds a token
 * @param queues how much of one session may wait; for connections that are opened from then on
 */
public record InboundLimits(
        LimitsByRole rates,
        int maxMalformedInARow,
        int unauthenticatedMessageBytes,
        int tokenMessageBytes,
        ProcessingOptions queues) {

    /** What an envelope needs besides its token. */
    private static final int AROUND_A_TOKEN = 4096;

    public static InboundLimits of(GatewayConfig config) {
        return new InboundLimits(
                new LimitsByRole(config.security()),
                config.security().maxMalformedInARow(),
                config.server().maxUnauthenticatedMessageBytes(),
                Math.max(
                        config.server().maxUnauthenticatedMessageBytes(),
                        config.auth().maxTokenBytes() + AROUND_A_TOKEN),
                ProcessingOptions.of(config.processing()));
    }
}
