package io.mychat.gateway.core.auth;

import io.mychat.gateway.spi.auth.AccessToken;
import io.mychat.gateway.spi.auth.RefreshGrant;
import io.mychat.gateway.spi.auth.Rotation;
import io.mychat.gateway.spi.auth.RotationOutcome;
import io.mychat.gateway.spi.auth.TokenClaims;
import io.mychat.gateway.spi.auth.TokenRequest;
import io.mychat.gateway.spi.auth.TokenService;
import io.mychat.gateway.spi.auth.TokenStore;
import io.mychat.gateway.spi.auth.TokenVerdict;
import io.mychat.gateway.spi.session.DeviceKey;
import io.mychat.gateway.spi.session.UserInfo;
import io.mychat.gateway.spi.time.TimeSource;
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
    private final Supplier<RefreshLifetimes> lifetimes;
    private final TimeSource time;
    private final SuccessorSeal seal = new SuccessorSeal();

    /**
     * @param secrets makes refresh tokens and family ids: unguessable text
     * @param lifetimes of refresh tokens that are issued now
     */
    public AuthManager(
            TokenService tokens,
            TokenStore store,
            Supplier<String> secrets,
            Supplier<RefreshLifetimes> lifetimes,
            TimeSource time) {
        this.tokens = tokens;
        this.store = store;
        this.secrets = secrets;
        this.lifetimes = lifetimes;
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
        RefreshGrant grant = new RefreshGrant(
                family, user, device, time.now().plus(lifetimes.get().first()));
        if (store.open(grant, SecretHash.of(refresh)) > generation) {
            // The access token is dead, and the refresh token would give living ones.
            store.revokeFamily(family);
            return Optional.empty();
        }
        return Optional.of(new IssuedTokens(access, refresh));
    }

    /**
     * Replaces a refresh token by a new pair; the old one is dead. A token that was used moments ago yields the newest
     * refresh token of its line.
     *
     * @param address the client's
     * @param current finds the user as of now, for roles that have changed; empty: the user is gone
     */
    public RefreshOutcome refresh(String refreshToken, String address, Function<UserInfo, Optional<UserInfo>> current) {
        String successor = secrets.get();
        RefreshLifetimes now = lifetimes.get();
        RotationOutcome outcome = store.rotate(new Rotation(
                SecretHash.of(refreshToken),
                new Rotation.Successor(
                        SecretHash.of(successor),
                        seal.seal(refreshToken, successor),
                        time.now().plus(now.token())),
                now.family(),
                address));
        if (outcome instanceof RotationOutcome.Rotated rotated) {
            return pair(rotated.grant(), successor, current)
                    .<RefreshOutcome>map(RefreshOutcome.Refreshed::new)
                    .orElseGet(RefreshOutcome.Invalid::new);
        }
        if (outcome instanceof RotationOutcome.Repeated repeated) {
            return seal.open(refreshToken, repeated.sealed())
                    .flatMap(newest -> pair(repeated.grant(), newest, current))
                    .<RefreshOutcome>map(pair -> new RefreshOutcome.Repeated(pair, repeated.firstAddress()))
                    .orElseGet(RefreshOutcome.Invalid::new);
        }
        return outcome instanceof RotationOutcome.Reused reused
                ? new RefreshOutcome.Reused(reused.grant())
                : new RefreshOutcome.Invalid();
    }

    private Optional<IssuedTokens> pair(
            RefreshGrant grant, String refreshToken, Function<UserInfo, Optional<UserInfo>> current) {
        Optional<UserInfo> user = current.apply(grant.user());
        if (user.isEmpty()) {
            store.revokeFamily(grant.familyId());
            return Optional.empty();
        }
        AccessToken access = tokens.issue(
                new TokenRequest(user.get(), grant.device(), grant.familyId(), store.generation(grant.userId())));
        return Optional.of(new IssuedTokens(access, refreshToken));
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

    /** The login that a refresh token belongs to, dead or living; empty: the token is not valid. Changes nothing. */
    public Optional<RefreshGrant> loginOf(String refreshToken) {
        return store.find(SecretHash.of(refreshToken));
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
