package io.mychat.gateway.core.auth;

import io.mychat.gateway.spi.auth.AccessToken;
import io.mychat.gateway.spi.auth.IssuedTokens;
import io.mychat.gateway.spi.auth.RefreshGrant;
import io.mychat.gateway.spi.auth.TokenRequest;
import io.mychat.gateway.spi.auth.TokenService;
import io.mychat.gateway.spi.auth.TokenStore;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.BooleanSupplier;

/**
 * A login before its tokens are issued. Family and refresh token are fixed, so that a second call of {@link #issue}
 * after a failure continues the same family. Used by one thread.
 */
public final class NewLogin {

    private final RefreshGrant grant;
    private final String refreshToken;
    private final TokenService tokens;
    private final TokenStore store;
    private final BooleanSupplier outdated;

    /** The generation at the first attempt, so that a later revocation also applies to these tokens. */
    private OptionalLong generation = OptionalLong.empty();

    /** @param outdated whether the account has changed since its password was compared */
    NewLogin(RefreshGrant grant, String refreshToken, TokenService tokens, TokenStore store, BooleanSupplier outdated) {
        this.grant = grant;
        this.refreshToken = refreshToken;
        this.tokens = tokens;
        this.store = store;
        this.outdated = outdated;
    }

    /**
     * Issues the tokens.
     *
     * @return empty: the user's tokens were revoked or the account changed meanwhile, and the new tokens are dead
     * @throws io.mychat.gateway.spi.StoreUnavailableException when the store cannot be asked; call it again
     */
    public Optional<IssuedTokens> issue() {
        long before = generation();
        AccessToken access = tokens.issue(new TokenRequest(grant.account(), grant.device(), grant.familyId(), before));
        // Compared after opening, because the directory changes before a change revokes families.
        if (store.open(grant, SecretHash.of(refreshToken)) > before || outdated.getAsBoolean()) {
            // The access token is dead already; the refresh token would yield living ones.
            store.revokeFamily(grant.familyId());
            return Optional.empty();
        }
        return Optional.of(new IssuedTokens(access, refreshToken));
    }

    private long generation() {
        if (generation.isEmpty()) {
            generation = OptionalLong.of(store.generation(grant.userId()));
        }
        return generation.getAsLong();
    }
}
