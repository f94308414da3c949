package io.mychat.gateway.core.auth;

import io.mychat.gateway.spi.auth.AccessToken;
import io.mychat.gateway.spi.auth.RefreshGrant;
import io.mychat.gateway.spi.auth.RotationOutcome;
import io.mychat.gateway.spi.auth.TokenClaims;
import io.mychat.gateway.spi.auth.TokenRequest;
import io.mychat.gateway.spi.auth.TokenService;
import io.mychat.gateway.spi.auth.TokenStore;
import io.mychat.gateway.spi.auth.TokenVerdict;
import io.mychat.gateway.spi.session.DeviceKey;
import io.mychat.gateway.spi.session.UserInfo;
import io.mychat.gateway.spi.time.TimeSource;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * AuthManager of specification 3.6: issues, checks and revokes tokens, with the {@link TokenService} for signatures and
 * the {@link TokenStore} for what has been revoked. Thread-safe. Whatever asks the store may block, and throws {@link
 * io.mychat.gateway.spi.StoreUnavailableException} when it cannot answer.
 */
public final class AuthManager {

    private final TokenService tokens;
    private final TokenStore store;
    private final Supplier<String> secrets;
    private final Supplier<Duration> refreshLife;
    private final TimeSource time;

    /**
     * @param secrets makes refresh tokens and family ids: unguessable text
     * @param refreshLife how long a refresh token is good that is issued now
     */
    public AuthManager(
            TokenService tokens,
            TokenStore store,
            Supplier<String> secrets,
            Supplier<Duration> refreshLife,
            TimeSource time) {
        this.tokens = tokens;
        this.store = store;
        this.secrets = secrets;
        this.refreshLife = refreshLife;
        this.time = time;
    }

    /**
     * Issues the tokens of a new login ({@code generate_token}).
     *
     * @return empty: everything of the user's was revoked meanwhile, and these tokens with it
     */
    public Optional<IssuedTokens> issue(UserInfo user, DeviceKey device) {
        String family = secrets.get();
        String refresh = secrets.get();
        long generation = store.generation(user.userId());
        AccessToken access = tokens.issue(new TokenRequest(user, device, family, generation));
        RefreshGrant grant = new RefreshGrant(family, user, device, time.now().plus(refreshLife.get()));
        if (store.open(grant, SecretHash.of(refresh)) > generation) {
            // The access token is dead, and the refresh token would give living ones.
            store.revokeFamily(family);
            return Optional.empty();
        }
        return Optional.of(new IssuedTokens(access, refresh));
    }

    /**
     * Replaces a refresh token by a new pair; the old one is dead.
     *
     * @param current finds the user as of now, for roles that have changed; empty: the user is gone
     */
    public RefreshOutcome refresh(String refreshToken, Function<UserInfo, Optional<UserInfo>> current) {
        String successor = secrets.get();
        RotationOutcome outcome = store.rotate(
                SecretHash.of(refreshToken),
                SecretHash.of(successor),
                time.now().plus(refreshLife.get()));
        if (outcome instanceof RotationOutcome.Reused reused) {
            return new RefreshOutcome.Reused(reused.grant());
        }
        if (!(outcome instanceof RotationOutcome.Rotated rotated)) {
            return new RefreshOutcome.Invalid();
        }
        RefreshGrant grant = rotated.grant();
        Optional<UserInfo> user = current.apply(grant.user());
        if (user.isEmpty()) {
            store.revokeFamily(grant.familyId());
            return new RefreshOutcome.Invalid();
        }
        AccessToken access = tokens.issue(
                new TokenRequest(user.get(), grant.device(), grant.familyId(), store.generation(grant.userId())));
        return new RefreshOutcome.Refreshed(new IssuedTokens(access, successor));
    }

    /** Checks a token, revocation included ({@code verify_token}). */
    public TokenVerdict verify(String token) {
        TokenVerdict verdict = tokens.verify(token);
        if (verdict instanceof TokenVerdict.Valid valid && store.isRevoked(valid.claims())) {
            return new TokenVerdict.Invalid(TokenVerdict.Fault.REVOKED);
        }
        return verdict;
    }

    /** Revokes an access token and everything that descends from the same login ({@code revoke_token}). */
    public void revoke(TokenClaims claims) {
        store.revokeToken(claims);
        revokeLogin(claims.familyId());
    }

    /** Revokes all tokens of one login; nothing for the empty name of a foreign token's. */
    public void revokeLogin(String familyId) {
        if (!familyId.isEmpty()) {
            store.revokeFamily(familyId);
        }
    }

    /** Revokes all tokens of a device. */
    public void revokeDevice(String userId, DeviceKey device) {
        store.revokeDevice(userId, device);
    }

    /**
     * Finds the login that a refresh token belongs to, and uses the token up: for those who go on to revoke that login. The
     * same token finds it again for ten seconds; later, or when it was used before, the login has been revoked by that.
     *
     * @return empty: the token is not valid
     */
    public Optional<RefreshGrant> endingLogin(String refreshToken) {
        // The store finds a login by its token only when it takes a successor, which nobody gets to see.
        RotationOutcome outcome = store.rotate(
                SecretHash.of(refreshToken),
                SecretHash.of(secrets.get()),
                time.now().plus(refreshLife.get()));
        if (outcome instanceof RotationOutcome.Reused reused) {
            return Optional.of(reused.grant());
        }
        return outcome instanceof RotationOutcome.Rotated rotated ? Optional.of(rotated.grant()) : Optional.empty();
    }

    /** Revokes everything that was issued to the user before. */
    public void revokeUser(String userId) {
        store.revokeUser(userId);
    }

    /** Whether the token has been revoked ({@code is_token_revoked}). */
    public boolean isRevoked(TokenClaims claims) {
        return store.isRevoked(claims);
    }
}
