package io.mychat.gateway.spi.auth;

import java.time.Duration;

/**
 * Signs and checks access tokens. Revocation is the job of the {@link TokenStore}. Thread-safe; does not block.
 *
 * @since 0.1.0
 */
public interface TokenService {

    /**
     * Signs a token with an id of its own ({@link TokenClaims#tokenId}), which is never empty. The service's settings decide
     * its lifetime, which is at most {@link #lifetime}.
     */
    AccessToken issue(TokenRequest request);

    /** The longest lifetime of all issued tokens. Revocations are kept for this time. May grow at a reload. */
    Duration lifetime();

    /**
     * Whether tokens with this value of {@link TokenClaims#signedBy} are still accepted. The gateway asks after each
     * reload of the service. When the answer is no, it closes the sessions whose newest token has this value.
     */
    default boolean trusts(String signedBy) {
        return true;
    }

    /**
     * Checks form, signature, issuer, audience and times. Never throws for an invalid token, which may be any text that a
     * client has sent. A token is expired from its {@link TokenClaims#expiresAt} on: a tolerance for the clocks of others
     * concerns only times in the future.
     */
    TokenVerdict verify(String token);

    /**
     * Whether {@link #verify} is done within some microseconds and waits for nothing: the gateway may then call it on the
     * threads that read the sockets. False for signatures whose check takes long. Asked before each login, since keys may
     * change.
     */
    default boolean neverWaits() {
        return false;
    }
}
