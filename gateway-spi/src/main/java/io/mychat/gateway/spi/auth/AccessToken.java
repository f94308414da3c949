package io.mychat.gateway.spi.auth;

/**
 * A signed access token.
 *
 * @param token the text that clients show; a secret
 * @param claims what is in it
 */
public record AccessToken(String token, TokenClaims claims) {

    /** Without the token itself, so that it cannot end in a log. */
    @Override
    public String toString() {
        return "AccessToken[" + claims + "]";
    }
}
