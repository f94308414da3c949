package io.mychat.gateway.spi.backend;

import java.time.Duration;

/**
 * The circuit breaker of a server.
 *
 * @param failurePercent share of failed calls in the window at which the breaker opens; 1 to 100
 * @param window number of calls in the window
 * @param minCalls number of calls in the window before which the breaker does not open
 * @param open time for which an open breaker refuses all calls
 * @param halfOpenCalls number of trial calls after that time
 * @since 0.1.0
 */
public record BreakerOptions(int failurePercent, int window, int minCalls, Duration open, int halfOpenCalls) {

    private static final BreakerOptions DEFAULTS = new BreakerOptions(50, 20, 10, Duration.ofSeconds(5), 3);

    public BreakerOptions {
        Preconditions.positive("failurePercent", failurePercent);
        Preconditions.percent("failurePercent", failurePercent);
        Preconditions.positive("window", window);
        Preconditions.positive("minCalls", minCalls);
        Preconditions.positive("open", open);
        Preconditions.positive("halfOpenCalls", halfOpenCalls);
        if (minCalls > window) {
            throw new IllegalArgumentException("minCalls must not exceed window");
        }
    }

    /** 50 percent of the last 20 calls, with at least 10 calls; open for 5 s; 3 trial calls. */
    public static BreakerOptions defaults() {
        return DEFAULTS;
    }
}
