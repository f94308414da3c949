package io.mychat.gateway.spi.auth;

/**
 * The tokens of a login.
 *
 * @param refreshToken a secret; the store knows only its hash
 * @since 0.1.0
 */
public record IssuedTokens(AccessToken access, String refreshToken) {

    /** Omits the refresh token, so that it cannot appear in a log. */
    @Override
    public String toString() {
        return "IssuedTokens[" + access + "]";
    }
}
