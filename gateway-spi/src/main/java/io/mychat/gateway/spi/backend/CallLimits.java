package io.mychat.gateway.spi.backend;

import java.time.Duration;
import java.util.Optional;

/**
 * The limits of calls to a service.
 *
 * @param maxConcurrent largest number of running calls, over all servers; a further call fails at once
 * @param maxResponseBytes largest response body
 * @param attemptTimeout timeout of one attempt; empty: the remaining time of the call
 * @since 0.1.0
 */
public record CallLimits(int maxConcurrent, int maxResponseBytes, Optional<Duration> attemptTimeout) {

    private static final CallLimits DEFAULTS = new CallLimits(200, 1 << 20, Optional.empty());

    public CallLimits {
        Preconditions.positive("maxConcurrent", maxConcurrent);
        Preconditions.positive("maxResponseBytes", maxResponseBytes);
        attemptTimeout.ifPresent(timeout -> Preconditions.positive("attemptTimeout", timeout));
    }

    /** 200 calls, 1 MiB. */
    public static CallLimits defaults() {
        return DEFAULTS;
    }
}
