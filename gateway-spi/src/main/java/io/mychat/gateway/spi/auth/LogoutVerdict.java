package io.mychat.gateway.spi.auth;

import java.time.Duration;

/**
 * The outcome of {@link TokenVerifier#verifyLogout}.
 *
 * @since 0.1.0
 */
public sealed interface LogoutVerdict {

    /**
     * The token is valid.
     *
     * @param id identifies the token among those of all issuers, up to 128 ASCII characters
     * @param userId the user in the terms of the gateway
     * @param loginId the login that has ended, as in {@link TokenClaims#loginId}; empty: all logins of the user
     * @param repeatable how long the token could be presented again; the gateway remembers it for this time
     */
    record Valid(String id, String userId, String loginId, Duration repeatable) implements LogoutVerdict {}

    /**
     * The token is refused.
     *
     * @param detail the reason, for the issuer's operators; contains nothing of the token
     */
    record Invalid(String detail) implements LogoutVerdict {}
}
