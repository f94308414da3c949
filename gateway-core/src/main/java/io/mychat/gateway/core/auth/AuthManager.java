package io.mychat.gateway.core.auth;

import io.mychat.gateway.spi.auth.AccessToken;
import io.mychat.gateway.spi.auth.RefreshGrant;
import io.mychat.gateway.spi.auth.RotationOutcome;
import io.mychat.gateway.spi.auth.TokenClaims;
import io.mychat.gateway.spi.auth.TokenRequest;
import io.mychat.gateway.spi.auth.TokenService;
import io.mychat.gateway.spi.auth.TokenStore;
import io.mychat.gateway.spi.auth.TokenVerdict;
import io.mychat.gateway.spi.session.AccountState;
import io.mychat.gateway.spi.session.DeviceKey;
import io.mychat.gateway.spi.time.TimeSource;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * AuthManager of specification 3.6: issues, checks and revokes tokens, with the {@link TokenService} for signatures and
 * the {@link TokenStore} for what has been revoked. Thread-safe. Whatever asks the store may block, and throws {@link
 * io.mychat.gateway.spi.StoreUnavailableException} when it cannot answer.
 */
public final class AuthManager {

    private final TokenService tokens;
    private final TokenStore store;
    private final AccountCheck accounts;
    private final RefreshTokens refreshTokens;
    private final TimeSource time;

    /**
     * How refresh tokens are made.
     *
     * @param secrets makes refresh tokens and family ids: unguessable text
     * @param life how long a refresh token is good that is issued now
     */
    public record RefreshTokens(Supplier<String> secrets, Supplier<Duration> life) {}

    public AuthManager(
            TokenService tokens,
            TokenStore store,
            AccountCheck accounts,
            RefreshTokens refreshTokens,
            TimeSource time) {
        this.tokens = tokens;
        this.store = store;
        this.accounts = accounts;
        this.refreshTokens = refreshTokens;
        this.time = time;
    }

    /**
     * Issues the tokens of a new login ({@code generate_token}).
     *
     * @param account as it was when the password was compared
     * @return empty: everything of the user's was revoked or the account changed meanwhile, and these tokens are dead
     */
    public Optional<IssuedTokens> issue(AccountState account, DeviceKey device) {
        String family = refreshTokens.secrets().get();
        String refresh = refreshTokens.secrets().get();
        long generation = store.generation(account.userId());
        AccessToken access = tokens.issue(new TokenRequest(account, device, family, generation));
        RefreshGrant grant = new RefreshGrant(
                family, account, device, time.now().plus(refreshTokens.life().get()));
        // Compared after it was opened: whoever revokes because of a change has the directory changed before.
        if (store.open(grant, SecretHash.of(refresh)) > generation || accounts.isOutdated(account)) {
            // The access token is dead, and the refresh token would give living ones.
            store.revokeFamily(family);
            return Optional.empty();
        }
        return Optional.of(new IssuedTokens(access, refresh));
    }

    /**
     * Replaces a refresh token by a new pair; the old one is dead. The new access token is for the account as it is now; where
     * the login was granted for another one, it ends.
     */
    public RefreshOutcome refresh(String refreshToken) {
        String successor = refreshTokens.secrets().get();
        RotationOutcome outcome = store.rotate(
                SecretHash.of(refreshToken),
                SecretHash.of(successor),
                time.now().plus(refreshTokens.life().get()));
        if (outcome instanceof RotationOutcome.Reused reused) {
            return new RefreshOutcome.Reused(reused.grant());
        }
        if (!(outcome instanceof RotationOutcome.Rotated rotated)) {
            return new RefreshOutcome.Invalid();
        }
        RefreshGrant grant = rotated.grant();
        Optional<AccountState> account = accounts.current(grant.account());
        if (account.isEmpty()) {
            store.revokeFamily(grant.familyId());
            return new RefreshOutcome.Invalid();
        }
        AccessToken access = tokens.issue(
                new TokenRequest(account.get(), grant.device(), grant.familyId(), store.generation(grant.userId())));
        return new RefreshOutcome.Refreshed(new IssuedTokens(access, successor));
    }

    /** Checks a token, revocation included ({@code verify_token}). */
    public TokenVerdict verify(String token) {
        TokenVerdict verdict = tokens.verify(token);
        if (verdict instanceof TokenVerdict.Valid valid && isRevoked(valid.claims())) {
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
                SecretHash.of(refreshTokens.secrets().get()),
                time.now().plus(refreshTokens.life().get()));
        if (outcome instanceof RotationOutcome.Reused reused) {
            return Optional.of(reused.grant());
        }
        return outcome instanceof RotationOutcome.Rotated rotated ? Optional.of(rotated.grant()) : Optional.empty();
    }

    /** Revokes everything that was issued to the user before. */
    public void revokeUser(String userId) {
        store.revokeUser(userId);
    }

    /** Revokes all logins of the user that were not granted for the account as it is now, which has a fingerprint. */
    public void revokeOthers(AccountState current) {
        store.revokeOthers(current);
    }

    /**
     * Whether a token that was valid is so no longer ({@code is_token_revoked}): it was revoked, its account has changed, or
     * its key is gone.
     */
    public boolean isRevoked(TokenClaims claims) {
        return !tokens.trusts(claims.signedBy()) || accounts.isOutdated(claims.account()) || store.isRevoked(claims);
    }

    /** See {@link TokenService#trusts}. */
    public boolean trusts(String signedBy) {
        return tokens.trusts(signedBy);
    }
}
