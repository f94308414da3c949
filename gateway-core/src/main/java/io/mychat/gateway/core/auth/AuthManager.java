package io.mychat.gateway.core.auth;

import io.mychat.gateway.spi.auth.AccessToken;
import io.mychat.gateway.spi.auth.IssuedTokens;
import io.mychat.gateway.spi.auth.RefreshGrant;
import io.mychat.gateway.spi.auth.RotationOutcome;
import io.mychat.gateway.spi.auth.RotationRequest;
import io.mychat.gateway.spi.auth.TokenClaims;
import io.mychat.gateway.spi.auth.TokenRequest;
import io.mychat.gateway.spi.auth.TokenService;
import io.mychat.gateway.spi.auth.TokenStore;
import io.mychat.gateway.spi.auth.TokenVerdict;
import io.mychat.gateway.spi.session.AccountState;
import io.mychat.gateway.spi.session.DeviceKey;
import io.mychat.gateway.spi.session.UserInfo;
import io.mychat.gateway.spi.time.TimeSource;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * AuthManager of specification 3.6: issues, checks and revokes tokens, with the {@link TokenService} for signatures and
 * the {@link TokenStore} for revocations. Thread-safe. A method that asks the store may block, and throws {@link
 * io.mychat.gateway.spi.StoreUnavailableException} when the store cannot answer.
 */
public final class AuthManager {

    /** Marks the revocation of a login at another issuer, among those of tokens. */
    private static final String LOGIN = "login:";

    private final TokenService tokens;
    private final TokenStore store;
    private final AccountCheck accounts;
    private final RefreshTokens refreshTokens;
    private final TimeSource time;
    private final SuccessorSeal seal = new SuccessorSeal();

    /**
     * The source of refresh tokens.
     *
     * @param secrets makes unguessable texts: refresh tokens and family ids
     * @param lifetimes the lifetimes in effect
     */
    public record RefreshTokens(Supplier<String> secrets, Supplier<RefreshLifetimes> lifetimes) {}

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
     * Begins a login whose tokens {@link NewLogin#issue} issues ({@code generate_token}). Does not block.
     *
     * @param account the account at the time of the password check
     */
    public NewLogin begin(AccountState account, DeviceKey device) {
        return begin(account, device, refreshTokens.lifetimes().get().first());
    }

    /** As {@link #begin}, for a login whose client gets no refresh token: it is remembered for as long as its token. */
    public NewLogin beginWithoutRefresh(AccountState account, DeviceKey device) {
        return begin(account, device, tokens.lifetime());
    }

    private NewLogin begin(AccountState account, DeviceKey device, Duration life) {
        RefreshGrant grant = new RefreshGrant(
                refreshTokens.secrets().get(), account, device, time.now().plus(life));
        return new NewLogin(grant, refreshTokens.secrets().get(), tokens, store, () -> accounts.isOutdated(account));
    }

    /**
     * Replaces a refresh token by a new pair. The old token is dead from then on. A token that was used moments ago
     * yields the newest refresh token of its line. The new access token is for the current account. When the login was
     * granted for another state of the account, the login ends.
     *
     * @param address the client's
     */
    public RefreshOutcome refresh(String refreshToken, String address) {
        String successor = refreshTokens.secrets().get();
        RefreshLifetimes now = refreshTokens.lifetimes().get();
        RotationOutcome outcome = store.rotate(new RotationRequest(
                SecretHash.of(refreshToken),
                new RotationRequest.Successor(
                        SecretHash.of(successor),
                        seal.seal(refreshToken, successor),
                        time.now().plus(now.token())),
                now.family(),
                address));
        if (outcome instanceof RotationOutcome.Rotated rotated) {
            return pair(rotated.grant(), successor)
                    .<RefreshOutcome>map(RefreshOutcome.Refreshed::new)
                    .orElseGet(RefreshOutcome.Invalid::new);
        }
        if (outcome instanceof RotationOutcome.Repeated repeated) {
            return seal.open(refreshToken, repeated.sealed())
                    .flatMap(newest -> pair(repeated.grant(), newest))
                    .<RefreshOutcome>map(pair -> new RefreshOutcome.Repeated(pair, repeated.firstAddress()))
                    .orElseGet(RefreshOutcome.Invalid::new);
        }
        return outcome instanceof RotationOutcome.Reused reused
                ? new RefreshOutcome.Reused(reused.grant())
                : new RefreshOutcome.Invalid();
    }

    private Optional<IssuedTokens> pair(RefreshGrant grant, String refreshToken) {
        Optional<AccountState> account = accounts.current(grant.account());
        if (account.isEmpty()) {
            store.revokeFamily(grant.familyId());
            return Optional.empty();
        }
        AccessToken access = tokens.issue(
                new TokenRequest(account.get(), grant.device(), grant.familyId(), store.generation(grant.userId())));
        return Optional.of(new IssuedTokens(access, refreshToken));
    }

    /** Whether {@link #read} is done within some microseconds, see {@link TokenService#neverWaits}. */
    public boolean readsAtOnce() {
        return tokens.neverWaits();
    }

    /** Checks a token without its revocation. Blocks only for the keys of another issuer. */
    public TokenVerdict read(String token) {
        return tokens.verify(token);
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

    /** Revokes all tokens of a login; does nothing for an empty id, which tokens of other issuers have. */
    public void revokeLogin(String familyId) {
        if (!familyId.isEmpty()) {
            store.revokeFamily(familyId);
        }
    }

    /**
     * Revokes all tokens of a login at another issuer, those included that it has yet to issue.
     *
     * @param loginId see {@link TokenClaims#loginId}
     */
    public void revokeForeignLogin(String userId, String loginId) {
        Instant now = time.now();
        store.revokeToken(new TokenClaims(
                LOGIN + loginId,
                new UserInfo(userId, userId, Set.of()),
                null,
                "",
                0,
                now,
                now.plus(tokens.lifetime())));
    }

    /** Revokes all tokens of a device. */
    public void revokeDevice(String userId, DeviceKey device) {
        store.revokeDevice(userId, device);
    }

    /**
     * The login of a refresh token, whether the token is dead or alive; empty: the token is unknown. Changes nothing.
     */
    public Optional<RefreshGrant> loginOf(String refreshToken) {
        return store.find(SecretHash.of(refreshToken));
    }

    /** Revokes all tokens that have been issued to the user. */
    public void revokeUser(String userId) {
        store.revokeUser(userId);
    }

    /** Revokes all logins of the user that were granted for another state of the account than the current one. */
    public void revokeOthers(AccountState current) {
        store.revokeOthers(current);
    }

    /**
     * Whether a token that was valid is now invalid ({@code is_token_revoked}): it was revoked, its account has
     * changed, or its key is gone.
     */
    public boolean isRevoked(TokenClaims claims) {
        return isRevokedHere(claims) || isRevokedInStore(claims);
    }

    /** As {@link #isRevoked}, as far as this gateway knows it without its store. Does not block. */
    public boolean isRevokedHere(TokenClaims claims) {
        return !tokens.trusts(claims.signedBy()) || accounts.isOutdated(claims.account());
    }

    /** For what else a store has to be asked, see {@link #isRevoked}: none of these may be revoked there. */
    public List<TokenClaims> storedClaims(TokenClaims claims) {
        return claims.loginId().isEmpty()
                ? List.of(claims)
                : List.of(claims, claims.withTokenId(LOGIN + claims.loginId()));
    }

    /**
     * The current account when a token that was valid is now invalid only because its user has other roles.
     */
    public Optional<AccountState> otherRoles(TokenClaims claims) {
        return accounts.otherRoles(claims.account())
                .filter(current -> tokens.trusts(claims.signedBy()) && !isRevokedInStore(claims));
    }

    private boolean isRevokedInStore(TokenClaims claims) {
        for (TokenClaims each : storedClaims(claims)) {
            if (store.isRevoked(each)) {
                return true;
            }
        }
        return false;
    }

    /** See {@link TokenService#trusts}. */
    public boolean trusts(String signedBy) {
        return tokens.trusts(signedBy);
    }
}
