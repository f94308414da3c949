package io.mychat.gateway.core.login;

import io.mychat.gateway.core.auth.AuthManager;
import io.mychat.gateway.core.auth.TrustedIssuers;
import io.mychat.gateway.core.connection.AccountSessions;
import io.mychat.gateway.core.security.login.CredentialThrottle;
import io.mychat.gateway.spi.auth.LogoutVerdict;
import io.mychat.gateway.spi.event.GatewayEvent;
import io.mychat.gateway.spi.event.GatewayListener;
import io.mychat.gateway.spi.session.IdempotencyClaim;
import io.mychat.gateway.spi.session.IdempotencyStore;
import io.mychat.gateway.spi.time.TimeSource;
import java.time.Duration;
import java.util.Optional;

/**
 * Ends what an OpenID Connect provider has ended (Back-Channel Logout 1.0): the tokens of the login and, on every node,
 * the sessions of its user. The store knows no session's login, so that all of the user's sessions close; those of
 * another login may return with their tokens. Thread-safe; may block.
 */
public final class ProviderLogouts {

    private static final Duration LEASE = Duration.ofSeconds(10);
    private static final String ENDED = "ended";

    private final TrustedIssuers issuers;
    private final AuthManager auth;
    private final AccountSessions sessions;
    private final CredentialThrottle throttle;
    private final Dependencies dependencies;

    /** @param repeats remembers the logout tokens that have been used */
    public record Dependencies(IdempotencyStore repeats, GatewayListener events, TimeSource time) {}

    /** What became of a logout token. */
    public sealed interface Outcome {

        /** The login has ended, now or when the token came first. */
        record Ended() implements Outcome {}

        /** @param detail for the operators of the provider */
        record Refused(String detail) implements Outcome {}

        /** The address has presented too many invalid tokens. */
        record Throttled(Duration retryAfter) implements Outcome {}
    }

    public ProviderLogouts(
            TrustedIssuers issuers,
            AuthManager auth,
            AccountSessions sessions,
            CredentialThrottle throttle,
            Dependencies dependencies) {
        this.issuers = issuers;
        this.auth = auth;
        this.sessions = sessions;
        this.throttle = throttle;
        this.dependencies = dependencies;
    }

    /** Whether there is a provider whose logout tokens could be valid. */
    public boolean hasProviders() {
        return issuers.hasOthers();
    }

    /**
     * Ends a login.
     *
     * @param ip the sender's address
     * @throws io.mychat.gateway.spi.StoreUnavailableException when a store or the provider's keys cannot be reached; the
     *     provider repeats the call
     */
    public Outcome end(String logoutToken, String ip) {
        LogoutVerdict verdict = issuers.verifyLogout(logoutToken)
                .orElseGet(() -> new LogoutVerdict.Invalid("The token names no trusted issuer."));
        if (verdict instanceof LogoutVerdict.Valid valid) {
            endOnce(valid, ip);
            return new Outcome.Ended();
        }
        Optional<Duration> wait = throttle.failed(ip);
        return wait.<Outcome>map(Outcome.Throttled::new)
                .orElseGet(() -> new Outcome.Refused(((LogoutVerdict.Invalid) verdict).detail()));
    }

    /** A repeated token ends no login that has begun since. */
    private void endOnce(LogoutVerdict.Valid logout, String ip) {
        IdempotencyStore repeats = dependencies.repeats();
        String key = "logout:" + logout.id();
        IdempotencyClaim claim = repeats.claim(key, "logout", LEASE);
        if (!(claim instanceof IdempotencyClaim.Granted granted)) {
            return;
        }
        boolean success = false;
        try {
            if (logout.loginId().isEmpty()) {
                auth.revokeUser(logout.userId());
            } else {
                auth.revokeForeignLogin(logout.userId(), logout.loginId());
            }
            int unused = sessions.endHere(logout.userId(), "") + sessions.endEverywhere(logout.userId(), "");
            dependencies
                    .events()
                    .onEvent(new GatewayEvent.LoggedOut(
                            dependencies.time().now(), ip, logout.userId(), Optional.empty()));
            success = true;
        } finally {
            if (!success) {
                repeats.release(key, granted.ticket());
            }
        }
        repeats.complete(key, granted.ticket(), ENDED, logout.repeatable());
    }
}
