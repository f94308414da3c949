package io.mychat.gateway.core.security.login;

import io.mychat.gateway.core.codec.Sha256;
import io.mychat.gateway.core.config.security.FailedLoginLimits;
import io.mychat.gateway.spi.StoreUnavailableException;
import io.mychat.gateway.spi.auth.LoginFailures;
import io.mychat.gateway.spi.auth.LoginFailures.Bound;
import io.mychat.gateway.spi.auth.LoginFailures.KnownOrigin;
import io.mychat.gateway.spi.auth.LoginOrigin;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Bounds failed logins per minute for a user from an address, for an address, and for a user ({@code
 * security.failed_logins_per_minute}). Successful logins are not counted.
 *
 * <p>A user is known at an address after a successful login from there. The user then has a separate budget at that
 * address: neither failures of other users from this address nor failures for this user from other addresses use it up.
 * Nobody can therefore lock out a user everywhere, or all users of an address.
 *
 * <p>Use: call {@link #origin} and {@link #check} before the password check, then {@link #failed} or {@link
 * #succeeded}. When the second call returns a delay, the client is told to wait, and not whether the password was
 * right. Concurrent guesses therefore reveal no more than the bound allows, and many valid logins from one address are
 * not slowed down.
 *
 * <p>All addresses of one IPv6 /64 count as one. The counts are kept by {@link LoginFailures}, which gateways may
 * share. Each method may block, and throws {@link StoreUnavailableException} when the counts cannot be read.
 * Thread-safe.
 */
public final class LoginThrottle {

    private static final Logger log = LoggerFactory.getLogger(LoginThrottle.class);

    /** Longer names, which a client may choose, are cut to this length and completed by their hash. */
    private static final int LONGEST_NAME = 128;

    private static final int DIGEST_CHARACTERS = 32;

    private final Supplier<LoginLimits> limits;
    private final LoginFailures failures;

    public LoginThrottle(Supplier<LoginLimits> limits, LoginFailures failures) {
        this.limits = limits;
        this.failures = failures;
    }

    /**
     * The origin of a login, for the calls below and for the verifier. While the store is unavailable, no user is
     * known.
     *
     * @param address the client's IP address
     */
    public LoginOrigin origin(String user, String address) {
        LoginLimits now = limits.get();
        ClientPlace place = ClientPlace.of(address, now);
        boolean known = now.knownAddresses() > 0 && isKnown(known(user, place.text()));
        // Behind an address that many clients share, each user is ranked separately.
        return new LoginOrigin(place.isCounted() ? place.text() : place.text() + " " + name(user), known);
    }

    private boolean isKnown(KnownOrigin origin) {
        try {
            return failures.isKnown(origin);
        } catch (StoreUnavailableException e) {
            log.debug("The known addresses of a user cannot be read", e);
            return false;
        }
    }

    /**
     * Called before the password check.
     *
     * @return the time that the client has to wait; empty: the password may be checked
     */
    public Optional<Duration> check(String user, LoginOrigin origin) {
        List<Bound> bounds = bounds(user, origin);
        return bounds.isEmpty() ? Optional.empty() : delay(failures.untilAllowed(bounds));
    }

    /**
     * Counts a failed login.
     *
     * @return present when other failures have used up the bound meanwhile: answer as after a refusal by {@link #check}
     */
    public Optional<Duration> failed(String user, LoginOrigin origin) {
        List<Bound> bounds = bounds(user, origin);
        return bounds.isEmpty() ? Optional.empty() : delay(failures.count(bounds));
    }

    /**
     * Called before a successful login is answered. Makes the user known at the address.
     *
     * @return present when other failures have used up the bound meanwhile: answer as after a refusal by {@link #check}
     */
    public Optional<Duration> succeeded(String user, LoginOrigin origin) {
        Optional<Duration> delay = check(user, origin);
        LoginLimits now = limits.get();
        if (delay.isEmpty() && now.knownAddresses() > 0) {
            try {
                failures.remember(known(user, place(origin)), now.knownLife(), now.knownAddresses());
            } catch (StoreUnavailableException e) {
                log.debug("A known address of a user could not be stored", e);
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
        // A place contains no space, so that no name imitates another pair.
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

    /** Only a digest is stored, so that nobody can read the addresses of a user. */
    private static KnownOrigin known(String user, String place) {
        String digest = Sha256.hex(place + " " + user);
        return new KnownOrigin(name(user), digest.substring(0, DIGEST_CHARACTERS));
    }
}
