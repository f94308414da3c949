package io.mychat.gateway.spi.auth;

import java.time.Duration;
import java.util.List;

/**
 * Counts failed logins over the last minute and remembers the addresses of successful logins, for all gateways that
 * share the store. The reported number of failures is never too low, and too high by at most the failures of five
 * seconds. Thread-safe. May block, and throws {@link io.mychat.gateway.spi.StoreUnavailableException} when it cannot
 * answer.
 *
 * @since 0.1.0
 */
public interface LoginFailures {

    /**
     * A limit of failures per minute.
     *
     * @param key the counted subject, such as a user or an address; any text of up to 300 characters
     * @param limit at least 1
     * @param about the partition key: a partitioned store keeps all bounds with the same value in one partition
     */
    record Bound(String key, int limit, String about) {

        public Bound {
            if (limit < 1) {
                throw new IllegalArgumentException("limit must be at least 1");
            }
        }

        /** A bound whose key is also its partition key. */
        public Bound(String key, int limit) {
            this(key, limit, key);
        }
    }

    /** The time until all counts are below their limits; zero when they already are. */
    Duration untilAllowed(List<Bound> bounds);

    /**
     * Counts a failure against every bound, unless one of the limits is already reached. Concurrent callers never see
     * too few failures; for a moment they may see a failure that is not counted in the end.
     *
     * @return the result of {@link #untilAllowed} before the call; when it is not zero, nothing was counted
     */
    Duration count(List<Bound> bounds);

    /**
     * A user together with an address of a login.
     *
     * @param about the user's name; the partition key as in {@link Bound}
     * @param digest a digest of the address; any text of up to 100 characters
     */
    record KnownOrigin(String about, String digest) {}

    /** Whether the store remembers a login of the user from this origin. */
    boolean isKnown(KnownOrigin origin);

    /**
     * Remembers a successful login.
     *
     * @param life the time for which it is remembered; at least one second
     * @param most the largest number of remembered origins of one user; beyond it, the least recently used one is
     *     dropped
     */
    void remember(KnownOrigin origin, Duration life, int most);

    /**
     * Whether no call of this store waits: neither for I/O nor for a thread that may. The gateway may then call it on the
     * threads that read the sockets. Asked once, by each gateway that uses the store.
     */
    default boolean neverWaits() {
        return false;
    }
}
