package io.mychat.gateway.core.security;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.mychat.gateway.core.config.AddressRange;
import io.mychat.gateway.core.config.FailedLoginLimits;
import io.mychat.gateway.spi.time.TimeSource;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Bounds failed logins per minute: of a user from an address, from an address, of a user
 * ({@code security.failed_logins_per_minute}). Logins that succeed are not counted.
 *
 * <p>Use: {@link #check} before the password is looked at, then {@link #failed} or {@link #succeeded}, and where that
 * has a delay the client is told to wait and not whether the password was right. So guesses that are under way at the
 * same time learn no more than the bound allows, and a crowd of good logins from one address is not slowed down.
 *
 * <p>All addresses of one IPv6 /64 count as one. Remembers a bounded number of keys; the least used are forgotten. Safe
 * for use by many threads: one lock over short steps.
 */
public final class LoginThrottle {

    private static final long MOST_KEYS = 100_000;
    /** Longer names are cut to this and their hash: a client chooses them. */
    private static final int LONGEST_NAME = 128;

    private static final Duration FORGET_AFTER = Duration.ofSeconds(70);

    private final Supplier<FailedLoginLimits> limits;
    private final TimeSource time;
    private final Object lock = new Object();
    /** Values are read and changed under the lock. */
    private final Cache<Object, FailureWindow> windows;

    public LoginThrottle(Supplier<FailedLoginLimits> limits, TimeSource time) {
        this(limits, time, MOST_KEYS);
    }

    LoginThrottle(Supplier<FailedLoginLimits> limits, TimeSource time, long mostKeys) {
        this.limits = limits;
        this.time = time;
        this.windows = Caffeine.newBuilder()
                .maximumSize(mostKeys)
                .expireAfterAccess(FORGET_AFTER)
                .ticker(time::nanoTime)
                .executor(Runnable::run)
                .build();
    }

    private record Bound(Object key, int limit) {}

    private record UserAt(String user, Object address) {}

    private record User(String name) {}

    /**
     * Asked before a password is looked at.
     *
     * @param address the client's IP address
     * @return how long the client has to wait; empty: it may try now
     */
    public Optional<Duration> check(String user, String address) {
        List<Bound> bounds = bounds(user, address);
        synchronized (lock) {
            return delay(bounds, time.nanoTime());
        }
    }

    /**
     * Counts a login that failed.
     *
     * @return present: others have used the bound up meanwhile; answer as if it had been refused by {@link #check}
     */
    public Optional<Duration> failed(String user, String address) {
        List<Bound> bounds = bounds(user, address);
        synchronized (lock) {
            // Read under the lock, so that it never goes back for a window.
            long now = time.nanoTime();
            Optional<Duration> delay = delay(bounds, now);
            if (delay.isEmpty()) {
                long tick = tick(now);
                bounds.forEach(bound ->
                        windows.get(bound.key(), key -> new FailureWindow(tick)).add(tick));
            }
            return delay;
        }
    }

    /**
     * To be asked about a login that would succeed.
     *
     * @return present: others have used the bound up meanwhile; answer as if it had been refused by {@link #check}
     */
    public Optional<Duration> succeeded(String user, String address) {
        return check(user, address);
    }

    private Optional<Duration> delay(List<Bound> bounds, long now) {
        int slots = 0;
        for (Bound bound : bounds) {
            FailureWindow window = windows.getIfPresent(bound.key());
            if (window != null) {
                slots = Math.max(slots, window.slotsUntilBelow(bound.limit(), tick(now)));
            }
        }
        long untilNextSlot = FailureWindow.SLOT - Math.floorMod(now, FailureWindow.SLOT);
        return slots == 0
                ? Optional.empty()
                : Optional.of(Duration.ofNanos(untilNextSlot + (slots - 1) * FailureWindow.SLOT));
    }

    private List<Bound> bounds(String user, String address) {
        FailedLoginLimits now = limits.get();
        Object place = place(address);
        String name = user.length() <= LONGEST_NAME ? user : user.substring(0, LONGEST_NAME) + user.hashCode();
        return List.of(
                        new Bound(new UserAt(name, place), now.userAndAddress()),
                        new Bound(place, now.address()),
                        new Bound(new User(name), now.user()))
                .stream()
                .filter(bound -> bound.limit() > 0)
                .toList();
    }

    private static Object place(String address) {
        int zone = address.indexOf('%');
        String plain = zone < 0 ? address : address.substring(0, zone);
        return AddressRange.address(plain).<Object>map(AddressGroup::of).orElse(plain);
    }

    private static long tick(long now) {
        return Math.floorDiv(now, FailureWindow.SLOT);
    }

    /** Keys that are remembered now. */
    long keys() {
        windows.cleanUp();
        return windows.estimatedSize();
    }
}
