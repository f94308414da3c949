package io.mychat.gateway.spi.auth;

import java.time.Duration;
import java.util.List;

/**
 * Counts failed logins over the last minute, for all gateways that share the store. What it reports is never less than the
 * truth, and more by at most the failures of five seconds. Safe for use by many threads; may block, and throws {@link
 * io.mychat.gateway.spi.StoreUnavailableException} when it cannot answer.
 */
public interface LoginFailures {

    /**
     * How many failures a minute something may have.
     *
     * @param key who or where; any text of up to 300 characters
     * @param limit at least 1
     */
    record Bound(String key, int limit) {

        public Bound {
            if (limit < 1) {
                throw new IllegalArgumentException("limit must be at least 1");
            }
        }
    }

    /** How long until all counts are below their limits; zero: they are now. */
    Duration untilAllowed(List<Bound> bounds);

    /**
     * Counts a failure against every bound in one step, unless one of them is used up already.
     *
     * @return as {@link #untilAllowed} before the step: other than zero, nothing was counted
     */
    Duration count(List<Bound> bounds);
}
