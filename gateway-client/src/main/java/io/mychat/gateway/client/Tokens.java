package io.mychat.gateway.client;

import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * Access to the gateway. Treat it like a password.
 *
 * @param token the access token
 * @param refreshToken gets the next tokens, once
 * @param expiresAt when the access token ends, in milliseconds since the epoch of Unix; empty: unknown
 * @since 0.1.0
 */
public record Tokens(String token, @Nullable String refreshToken, OptionalLong expiresAt) {

    /** Tokens whose end is unknown. */
    public Tokens(String token, @Nullable String refreshToken) {
        this(token, refreshToken, OptionalLong.empty());
    }

    /** Says nothing of the tokens. */
    @Override
    public String toString() {
        return "Tokens[expiresAt=" + expiresAt + "]";
    }
}
