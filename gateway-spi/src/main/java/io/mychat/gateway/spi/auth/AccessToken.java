package io.mychat.gateway.spi.auth;

/**
 * A signed access token.
 *
 * @param token the text that clients present; a secret
 * @param claims its content
 * @since 0.1.0
 */
public record AccessToken(String token, TokenClaims claims) {

    /** Omits the token, so that it cannot appear in a log. */
    @Override
    public String toString() {
        return "AccessToken[" + claims + "]";
    }
}
