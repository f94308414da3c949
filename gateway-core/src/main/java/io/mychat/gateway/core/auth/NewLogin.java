package io.mychat.gateway.core.auth;

import io.mychat.gateway.spi.auth.AccessToken;
import io.mychat.gateway.spi.auth.RefreshGrant;
import io.mychat.gateway.spi.auth.TokenRequest;
import io.mychat.gateway.spi.auth.TokenService;
import io.mychat.gateway.spi.auth.TokenStore;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.BooleanSupplier;

/**
 * A login whose tokens have not been issued yet. Its family and its refresh token are fixed from the beginning, so that {@link
 * #issue} may be called again after a failure and begins the same family. Used by one thread.
 */
public final class NewLogin {

    private final RefreshGrant grant;
    private final String refreshToken;
    private final TokenService tokens;
    private final TokenStore store;
    private final BooleanSupplier outdated;

    /** As it was at the first try: a revocation since then is one of these tokens too. */
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
     * @return empty: everything of the user's was revoked or the account changed meanwhile, and these tokens are dead
     * @throws io.mychat.gateway.spi.StoreUnavailableException when the store cannot be asked; call it again
     */
    public Optional<IssuedTokens> issue() {
        long before = generation();
        AccessToken access = tokens.issue(new TokenRequest(grant.account(), grant.device(), grant.familyId(), before));
        // Compared after it was opened: whoever revokes because of a change has the directory changed before.
        if (store.open(grant, SecretHash.of(refreshToken)) > before || outdated.getAsBoolean()) {
            // The access token is dead, and the refresh token would give living ones.
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
