package io.mychat.gateway.core.security;

import io.mychat.gateway.core.config.AddressRange;
import io.mychat.gateway.core.config.FailedLoginLimits;
import io.mychat.gateway.spi.auth.LoginFailures;
import io.mychat.gateway.spi.auth.LoginFailures.Bound;
import java.time.Duration;
import java.util.ArrayList;
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
 * <p>All addresses of one IPv6 /64 count as one. The counts are the {@link LoginFailures}', which gateways may share: each
 * method may block and throws {@link io.mychat.gateway.spi.StoreUnavailableException} when they cannot be asked. Safe for
 * use by many threads.
 */
public final class LoginThrottle {

    /** Longer names are cut to this and their hash: a client chooses them. */
    private static final int LONGEST_NAME = 128;

    private final Supplier<FailedLoginLimits> limits;
    private final LoginFailures failures;

    public LoginThrottle(Supplier<FailedLoginLimits> limits, LoginFailures failures) {
        this.limits = limits;
        this.failures = failures;
    }

    /**
     * Asked before a password is looked at.
     *
     * @param address the client's IP address
     * @return how long the client has to wait; empty: it may try now
     */
    public Optional<Duration> check(String user, String address) {
        List<Bound> bounds = bounds(user, address);
        return bounds.isEmpty() ? Optional.empty() : delay(failures.untilAllowed(bounds));
    }

    /**
     * Counts a login that failed.
     *
     * @return present: others have used the bound up meanwhile; answer as if it had been refused by {@link #check}
     */
    public Optional<Duration> failed(String user, String address) {
        List<Bound> bounds = bounds(user, address);
        return bounds.isEmpty() ? Optional.empty() : delay(failures.count(bounds));
    }

    /**
     * To be asked about a login that would succeed.
     *
     * @return present: others have used the bound up meanwhile; answer as if it had been refused by {@link #check}
     */
    public Optional<Duration> succeeded(String user, String address) {
        return check(user, address);
    }

    private static Optional<Duration> delay(Duration until) {
        return until.isZero() ? Optional.empty() : Optional.of(until);
    }

    private List<Bound> bounds(String user, String address) {
        FailedLoginLimits now = limits.get();
        String place = place(address);
        String name = user.length() <= LONGEST_NAME ? user : user.substring(0, LONGEST_NAME) + user.hashCode();
        List<Bound> bounds = new ArrayList<>(3);
        // A place has no space in it, so no name can look like another pair.
        add(bounds, "at " + place + " " + name, now.userAndAddress(), name);
        add(bounds, "from " + place, now.address(), place);
        add(bounds, "user " + name, now.user(), name);
        return bounds;
    }

    private static void add(List<Bound> bounds, String key, int limit, String about) {
        if (limit > 0) {
            bounds.add(new Bound(key, limit, about));
        }
    }

    private static String place(String address) {
        int zone = address.indexOf('%');
        String plain = zone < 0 ? address : address.substring(0, zone);
        return AddressRange.address(plain)
                .map(AddressGroup::of)
                .map(AddressGroup::toText)
                .orElse(plain);
    }
}
