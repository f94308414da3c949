package io.mychat.gateway.spi.auth;

import java.time.Duration;
import java.util.List;

/**
 * Counts failed logins over the last minute, and remembers from where users have logged in, for all gateways that share the
 * store. What it reports of failures is never less than the truth, and more by at most the failures of five seconds. Safe for use by many threads; may block, and throws {@link
 * io.mychat.gateway.spi.StoreUnavailableException} when it cannot answer.
 */
public interface LoginFailures {

    /**
     * How many failures a minute something may have.
     *
     * @param key who or where; any text of up to 300 characters
     * @param limit at least 1
     * @param about whom or what it is about: a store that consists of parts keeps bounds about the same in the same part
     */
    record Bound(String key, int limit, String about) {

        public Bound {
            if (limit < 1) {
                throw new IllegalArgumentException("limit must be at least 1");
            }
        }

        /** One that is about its key. */
        public Bound(String key, int limit) {
            this(key, limit, key);
        }
    }

    /** How long until all counts are below their limits; zero: they are now. */
    Duration untilAllowed(List<Bound> bounds);

    /**
     * Counts a failure against every bound, unless one of them is used up already. Others never see less than the truth, and
     * may for a moment see a failure that is then not counted.
     *
     * @return as {@link #untilAllowed} before that: other than zero, nothing was counted
     */
    Duration count(List<Bound> bounds);

    /**
     * From where a user has logged in.
     *
     * @param about the user's name, as in {@link Bound}
     * @param digest of the address; any text of up to 100 characters
     */
    record KnownOrigin(String about, String digest) {}

    /** Whether the user has logged in from there, as far as it is remembered. */
    boolean isKnown(KnownOrigin origin);

    /**
     * Remembers a login that succeeded.
     *
     * @param life for how long; at least one second
     * @param most how many origins of one user are remembered; beyond it the one that was used least recently is forgotten
     */
    void remember(KnownOrigin origin, Duration life, int most);
}
