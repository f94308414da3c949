package io.mychat.gateway.spi.auth;

import java.time.Duration;
import java.util.Optional;

/**
 * Checks the access tokens of other issuers, such as OpenID Connect providers. A gateway has any number of verifiers. It
 * asks them, in the order of their offers, about a token that its {@link TokenService} does not trust. Thread-safe. May
 * block, for the keys of an issuer.
 *
 * @since 0.1.0
 */
public interface TokenVerifier {

    /**
     * Checks form, signature, issuer, audience and times. Never throws for an invalid token. The {@linkplain
     * TokenClaims#generation generation} of the claims is the time of issue in microseconds since 1970, so that a
     * revocation of all tokens of a user concerns earlier ones only.
     *
     * @return empty: the token names no issuer of this verifier
     * @throws io.mychat.gateway.spi.StoreUnavailableException when the issuer's keys cannot be had now
     */
    Optional<TokenVerdict> verify(String token);

    /** Whether tokens with this value of {@link TokenClaims#signedBy} are still accepted, as {@link TokenService#trusts}. */
    default boolean trusts(String signedBy) {
        return true;
    }

    /** The longest lifetime of the tokens that are accepted. Revocations are kept for this time. May grow at a reload. */
    Duration lifetime();

    /**
     * Checks a logout token (OpenID Connect Back-Channel Logout 1.0), by which an issuer says that a login has ended.
     * Never throws for an invalid token.
     *
     * @return empty: the token names no issuer of this verifier
     * @throws io.mychat.gateway.spi.StoreUnavailableException when the issuer's keys cannot be had now
     */
    default Optional<LogoutVerdict> verifyLogout(String logoutToken) {
        return Optional.empty();
    }
}
