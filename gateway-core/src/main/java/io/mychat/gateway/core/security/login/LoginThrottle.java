package io.mychat.gateway.core.security.login;

import io.mychat.gateway.core.codec.Sha256;
import io.mychat.gateway.core.config.FailedLoginLimits;
import io.mychat.gateway.spi.StoreUnavailableException;
import io.mychat.gateway.spi.auth.LoginFailures;
import io.mychat.gateway.spi.auth.LoginFailures.Bound;
import io.mychat.gateway.spi.auth.LoginFailures.KnownOrigin;
import io.mychat.gateway.spi.auth.LoginOrigin;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Bounds failed logins per minute: of a user from an address, from an address, of a user
 * ({@code security.failed_logins_per_minute}). Logins that succeed are not counted.
 *
 * <p>A user at an address that this user has logged in from before is known there, and has a budget alone: neither
 * failures of others from this address nor failures for this user from elsewhere use it up. So nobody can lock a user out
 * everywhere, nor everybody behind an address. What proves it is a login that succeeded from there; nothing that a client
 * says does.
 *
 * <p>Use: {@link #origin} and {@link #check} before the password is looked at, then {@link #failed} or {@link #succeeded}, and
 * where that has a delay the client is told to wait and not whether the password was right. So guesses that are under way at
 * the same time learn no more than the bound allows, and a crowd of good logins from one address is not slowed down.
 *
 * <p>All addresses of one IPv6 /64 count as one. The counts are the {@link LoginFailures}', which gateways may share: each
 * method may block and throws {@link StoreUnavailableException} when they cannot be asked. Safe for use by many threads.
 */
public final class LoginThrottle {

    private static final Logger log = LoggerFactory.getLogger(LoginThrottle.class);

    /** Longer names are cut to this and their hash: a client chooses them. */
    private static final int LONGEST_NAME = 128;

    private static final int DIGEST_CHARACTERS = 32;

    private final Supplier<LoginLimits> limits;
    private final LoginFailures failures;

    public LoginThrottle(Supplier<LoginLimits> limits, LoginFailures failures) {
        this.limits = limits;
        this.failures = failures;
    }

    /**
     * Where a login comes from, for the calls below and for the verifier. While the store cannot say so, nobody is known.
     *
     * @param address the client's IP address
     */
    public LoginOrigin origin(String user, String address) {
        LoginLimits now = limits.get();
        ClientPlace place = ClientPlace.of(address, now);
        boolean known = now.knownAddresses() > 0 && isKnown(known(user, place.text()));
        // Behind an address that hides many, each user is ranked alone.
        return new LoginOrigin(place.isCounted() ? place.text() : place.text() + " " + name(user), known);
    }

    private boolean isKnown(KnownOrigin origin) {
        try {
            return failures.isKnown(origin);
        } catch (StoreUnavailableException e) {
            log.debug("It cannot be known from where a user has logged in", e);
            return false;
        }
    }

    /**
     * Asked before a password is looked at.
     *
     * @return how long the client has to wait; empty: it may try now
     */
    public Optional<Duration> check(String user, LoginOrigin origin) {
        List<Bound> bounds = bounds(user, origin);
        return bounds.isEmpty() ? Optional.empty() : delay(failures.untilAllowed(bounds));
    }

    /**
     * Counts a login that failed.
     *
     * @return present: others have used the bound up meanwhile; answer as if it had been refused by {@link #check}
     */
    public Optional<Duration> failed(String user, LoginOrigin origin) {
        List<Bound> bounds = bounds(user, origin);
        return bounds.isEmpty() ? Optional.empty() : delay(failures.count(bounds));
    }

    /**
     * To be asked about a login that would succeed; makes the user known there.
     *
     * @return present: others have used the bound up meanwhile; answer as if it had been refused by {@link #check}
     */
    public Optional<Duration> succeeded(String user, LoginOrigin origin) {
        Optional<Duration> delay = check(user, origin);
        LoginLimits now = limits.get();
        if (delay.isEmpty() && now.knownAddresses() > 0) {
            try {
                failures.remember(known(user, place(origin)), now.knownLife(), now.knownAddresses());
            } catch (StoreUnavailableException e) {
                log.debug("It could not be remembered from where a user has logged in", e);
            }
        }
        return delay;
    }

    private static Optional<Duration> delay(Duration until) {
        return until.isZero() ? Optional.empty() : Optional.of(until);
    }

    private List<Bound> bounds(String user, LoginOrigin origin) {
        FailedLoginLimits now = limits.get().perMinute();
        String place = place(origin);
        String name = name(user);
        List<Bound> bounds = new ArrayList<>(3);
        // A place has no space in it, so no name can look like another pair.
        if (origin.known()) {
            add(bounds, "known at " + place + " " + name, now.userAndAddress(), name);
            return bounds;
        }
        add(bounds, "at " + place + " " + name, now.userAndAddress(), name);
        if (place.equals(origin.address())) {
            add(bounds, "from " + place, now.address(), place);
        }
        add(bounds, "user " + name, now.user(), name);
        return bounds;
    }

    private static void add(List<Bound> bounds, String key, int limit, String about) {
        if (limit > 0) {
            bounds.add(new Bound(key, limit, about));
        }
    }

    private static String place(LoginOrigin origin) {
        int end = origin.address().indexOf(' ');
        return end < 0 ? origin.address() : origin.address().substring(0, end);
    }

    private static String name(String user) {
        return user.length() <= LONGEST_NAME ? user : user.substring(0, LONGEST_NAME) + user.hashCode();
    }

    /** A list of addresses is nobody's to read, so only a digest is stored. */
    private static KnownOrigin known(String user, String place) {
        String digest = HexFormat.of().formatHex(Sha256.of(place + " " + user));
        return new KnownOrigin(name(user), digest.substring(0, DIGEST_CHARACTERS));
    }
}
