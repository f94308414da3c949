package io.mychat.gateway.spi.backend;

import java.time.Duration;

/**
 * When a server that fails gets no more calls for a while.
 *
 * @param failurePercent of the last calls, from which on it gets none; 1 to 100
 * @param window how many of the last calls count
 * @param minCalls how many there must be before they count
 * @param open how long it then gets none
 * @param halfOpenCalls how many calls it gets after that to prove itself
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

    /** Half of the last 20 calls, at least 10 of them; 5 s; 3 calls. */
    public static BreakerOptions defaults() {
        return DEFAULTS;
    }
}
