package io.mychat.gateway.core.security.login;

import io.mychat.gateway.core.store.InMemoryLoginFailures;
import io.mychat.gateway.core.store.LruMap;
import io.mychat.gateway.spi.StoreUnavailableException;
import io.mychat.gateway.spi.auth.LoginFailures;
import io.mychat.gateway.spi.auth.LoginFailures.Bound;
import io.mychat.gateway.spi.event.Metric;
import io.mychat.gateway.spi.event.MetricSource;
import io.mychat.gateway.spi.time.TimeSource;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Limits the refused access tokens, refresh tokens and API keys per address and minute ({@code
 * security.failed_logins_per_minute.credentials}). Only failures are counted. A valid token is never refused here,
 * because 256 bits cannot be guessed, and a client with invalid tokens must not lock out others at its address. An API
 * key may be short, so beyond the limit a key is checked only if it was accepted from the same address before.
 *
 * <p>A valid credential needs no call of the store. While the store is unreachable, this gateway counts alone.
 * Thread-safe; {@link #failed} may block.
 */
public final class CredentialThrottle implements MetricSource {

    private static final int MAX_ADDRESSES = 100_000;
    private static final int MAX_KEYS = 10_000;
    private static final Duration KEY_LIFE = Duration.ofDays(1);

    private final Supplier<LoginLimits> limits;
    private final LoginFailures shared;
    private final TimeSource time;
    private final InMemoryLoginFailures own;
    /** Guards both maps; never held during a call of the store. */
    private final Object lock = new Object();
    /** By address: the end of the time beyond the limit, in nanoseconds. */
    private final Map<String, Long> blocked;
    /**
     * By address and API key: the end of the time for which the key is remembered as accepted from the address, in
     * nanoseconds.
     */
    private final Map<String, Long> accepted;

    public CredentialThrottle(Supplier<LoginLimits> limits, LoginFailures shared, TimeSource time) {
        this.limits = limits;
        this.shared = shared;
        this.time = time;
        this.own = new InMemoryLoginFailures(time);
        this.blocked = new LruMap<>(MAX_ADDRESSES, dropped -> {});
        this.accepted = new LruMap<>(MAX_KEYS, dropped -> {});
    }

    /**
     * Counts a refused credential.
     *
     * @return the remaining time beyond the limit; empty when the address is within the limit
     */
    public Optional<Duration> failed(String address) {
        LoginLimits now = limits.get();
        ClientPlace place = ClientPlace.of(address, now);
        int limit = now.perMinute().credentials();
        if (limit == 0 || !place.isCounted()) {
            return Optional.empty();
        }
        Optional<Duration> left = left(place);
        if (left.isPresent()) {
            return left;
        }
        Duration delay = count(List.of(new Bound("credentials from " + place.text(), limit, place.text())));
        if (delay.isZero()) {
            return Optional.empty();
        }
        synchronized (lock) {
            blocked.put(place.text(), time.nanoTime() + delay.toNanos());
        }
        return Optional.of(delay);
    }

    private Duration count(List<Bound> bounds) {
        Duration alone = own.count(bounds);
        try {
            return alone.isZero() ? shared.count(bounds) : alone;
        } catch (StoreUnavailableException e) {
            return alone;
        }
    }

    /**
     * Whether an API key may be checked.
     *
     * @param key the hash of the key
     * @return the remaining time beyond the limit; empty when the key may be checked
     */
    public Optional<Duration> check(String address, String key) {
        ClientPlace place = ClientPlace.of(address, limits.get());
        Optional<Duration> left = left(place);
        return left.isPresent() && isAccepted(pair(place, key)) ? Optional.empty() : left;
    }

    /** Remembers that an API key was accepted. */
    public void accepted(String address, String key) {
        String pair = pair(ClientPlace.of(address, limits.get()), key);
        synchronized (lock) {
            accepted.put(pair, time.nanoTime() + KEY_LIFE.toNanos());
        }
    }

    /** Whether the pair is remembered; if so, it is remembered for another day. */
    private boolean isAccepted(String pair) {
        synchronized (lock) {
            return nanosLeft(accepted, pair) > 0 && accepted.put(pair, time.nanoTime() + KEY_LIFE.toNanos()) != null;
        }
    }

    /** The remaining nanoseconds of an entry; 0 without an entry. Removes an expired entry. */
    private long nanosLeft(Map<String, Long> ends, String key) {
        Long end = ends.get(key);
        long left = end == null ? 0 : end - time.nanoTime();
        if (end != null && left <= 0) {
            ends.remove(key);
        }
        return Math.max(0, left);
    }

    private static String pair(ClientPlace place, String key) {
        return place.text() + " " + key;
    }

    private Optional<Duration> left(ClientPlace place) {
        synchronized (lock) {
            long left = nanosLeft(blocked, place.text());
            return left > 0 ? Optional.of(Duration.ofNanos(left)) : Optional.empty();
        }
    }

    @Override
    public List<Metric> metrics() {
        return List.of(
                Metric.gauge(
                        "credential_blocked_addresses",
                        "Addresses with too many refused tokens and API keys.",
                        blockedAddresses()),
                Metric.gauge(
                        "credential_blocked_addresses_limit",
                        "Most addresses that are remembered as blocked.",
                        MAX_ADDRESSES));
    }

    private int blockedAddresses() {
        synchronized (lock) {
            long now = time.nanoTime();
            blocked.values().removeIf(end -> end - now <= 0);
            return blocked.size();
        }
    }
}
