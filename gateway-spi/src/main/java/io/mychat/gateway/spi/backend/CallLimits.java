package io.mychat.gateway.spi.backend;

import java.time.Duration;
import java.util.Optional;

/**
 * The bounds of a service's calls.
 *
 * @param maxConcurrent how many calls may be under way at once, over all its servers; one more is answered at once
 * @param maxResponseBytes how long an answer's body may be
 * @param attemptTimeout how long one try may take; empty: as long as the call has left
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
