package io.mychat.gateway.spi.auth;

import java.time.Duration;

/**
 * Signs and checks access tokens. It knows nothing of revocation, which is the {@link TokenStore}'s. Safe for use by
 * many threads; does not block.
 */
public interface TokenService {

    /** Signs a token that lives as long as the service's settings say. */
    AccessToken issue(TokenRequest request);

    /** The longest life of the tokens that are out: so long must their revocation be remembered. May grow while it runs. */
    Duration lifetime();

    /**
     * Whether tokens are still accepted that were accepted for this key, as {@link TokenClaims#signedBy} has it. Where the answer becomes no, the
     * gateway closes the sessions whose latest token it signed. It asks when the service has adopted another configuration.
     */
    default boolean trusts(String signedBy) {
        return true;
    }

    /** Checks form, signature, issuer, audience and times. Never throws for a bad token. */
    TokenVerdict verify(String token);
}
