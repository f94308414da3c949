package io.mychat.gateway.core.login;

import io.mychat.gateway.core.auth.AuthManager;
import io.mychat.gateway.core.auth.RefreshOutcome;
import io.mychat.gateway.core.ban.ActiveBans;
import io.mychat.gateway.core.connection.SessionTerminator;
import io.mychat.gateway.core.login.LoginDecision.Granted;
import io.mychat.gateway.core.login.LoginDecision.Refused;
import io.mychat.gateway.core.router.StoreSteps;
import io.mychat.gateway.core.security.login.CredentialThrottle;
import io.mychat.gateway.spi.auth.TokenClaims;
import io.mychat.gateway.spi.auth.TokenVerdict;
import io.mychat.gateway.spi.ban.Ban;
import io.mychat.gateway.spi.session.UserInfo;
import java.time.Duration;
import java.util.Optional;

/**
 * Checks the tokens that clients present over WebSocket and HTTP, and counts refused tokens for the client's address.
 * Thread-safe; may block, and throws {@link io.mychat.gateway.spi.StoreUnavailableException} when the revocation of a
 * token cannot be checked.
 */
public final class TokenAuthenticator {

    private final AuthManager auth;
    private final CredentialThrottle throttle;
    private final SessionTerminator sessions;
    private final ActiveBans bans;

    public TokenAuthenticator(
            AuthManager auth, CredentialThrottle throttle, SessionTerminator sessions, ActiveBans bans) {
        this.auth = auth;
        this.throttle = throttle;
        this.sessions = sessions;
        this.bans = bans;
    }

    /** See {@link AuthManager#readsAtOnce}. */
    boolean readsAtOnce() {
        return auth.readsAtOnce();
    }

    /**
     * Checks an access token, revocation included.
     *
     * @param ip the client's address
     */
    public LoginDecision<TokenClaims> authenticate(String token, String ip) {
        return authenticate(token, ip, StoreSteps.ONCE);
    }

    /**
     * Checks an access token as far as that does not need the store.
     *
     * @return empty: there is something to refuse, which {@link #authenticate} says
     */
    Optional<TokenClaims> authenticateHere(String token) {
        return auth.read(token) instanceof TokenVerdict.Valid valid
                ? Optional.of(valid.claims())
                        .filter(claims -> !auth.isRevokedHere(claims))
                        .filter(claims -> refusal(claims).isEmpty())
                : Optional.empty();
    }

    LoginDecision<TokenClaims> authenticate(String token, String ip, StoreSteps steps) {
        TokenVerdict verdict = steps.take(() -> auth.verify(token));
        if (verdict instanceof TokenVerdict.Valid valid) {
            TokenClaims claims = valid.claims();
            return refusal(claims).<LoginDecision<TokenClaims>>map(Refused::new).orElseGet(() -> new Granted<>(claims));
        }
        return new Refused<>(throttle.failed(ip)
                .map(LoginRefusal::tooManyRefusedTokens)
                .orElseGet(() -> LoginRefusal.invalidToken(((TokenVerdict.Invalid) verdict).fault())));
    }

    private Optional<LoginRefusal> refusal(TokenClaims claims) {
        return claims.user().userId().equals(UserInfo.SYSTEM)
                ? Optional.of(LoginRefusal.RESERVED_USER)
                : bans.ofUser(claims.user().userId(), claims.device()).map(LoginRefusal::banned);
    }

    /**
     * Replaces a refresh token by a new pair, see {@link AuthManager#refresh}. The reuse of a dead one ends the
     * sessions of its device.
     *
     * @param ip the client's address
     */
    public RefreshOutcome refresh(String refreshToken, String ip) {
        // Asked first, so that the token is still there when the ban has ended.
        Optional<Ban> ban = bans.concernUsers()
                ? auth.loginOf(refreshToken).flatMap(grant -> bans.ofUser(grant.userId(), grant.device()))
                : Optional.empty();
        if (ban.isPresent()) {
            return new RefreshOutcome.Banned(ban.get());
        }
        RefreshOutcome outcome = auth.refresh(refreshToken, ip);
        if (outcome instanceof RefreshOutcome.Reused reused) {
            Optional<Duration> unused = throttle.failed(ip);
            sessions.endDeviceSurely(reused.grant().userId(), reused.grant().device());
        } else if (outcome instanceof RefreshOutcome.Invalid) {
            return throttle.failed(ip)
                    .<RefreshOutcome>map(RefreshOutcome.Throttled::new)
                    .orElse(outcome);
        }
        return outcome;
    }
}
