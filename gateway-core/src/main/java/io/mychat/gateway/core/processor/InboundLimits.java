package io.mychat.gateway.core.processor;

import io.mychat.gateway.core.config.GatewayConfig;
import io.mychat.gateway.core.security.rate.LimitsByRole;

/**
 * The limits of what one connection may send. Made once for each configuration and shared by all connections.
 *
 * @param rates the rates of sessions and of users, by their roles
 * @param maxMalformedInARow the number of consecutive malformed messages that closes the connection; 0: no limit
 * @param unauthenticatedMessageBytes the largest message of a connection without a login, and the bytes of such
 *     messages that may wait
 * @param tokenMessageBytes the largest 1002 of such a connection; it holds a token
 * @param queues the bounds of a session's queue; new ones apply to connections that are opened from then on
 */
public record InboundLimits(
        LimitsByRole rates,
        int maxMalformedInARow,
        int unauthenticatedMessageBytes,
        int tokenMessageBytes,
        ProcessingOptions queues) {

    /** The bytes of a 1002 besides its token. */
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
