package io.mychat.gateway.client;

import org.jspecify.annotations.Nullable;

/**
 * Who logs in.
 *
 * @since 0.1.0
 */
public sealed interface Credentials {

    /** A user by name and password. */
    static Credentials password(String username, String password) {
        return new Password(username, password);
    }

    /** Somebody who has logged in elsewhere. */
    static Credentials token(String token) {
        return new Token(token, null);
    }

    /** Somebody who has logged in elsewhere, and stays. */
    static Credentials token(String token, @Nullable String refreshToken) {
        return new Token(token, refreshToken);
    }

    /**
     * A name and a password.
     *
     * @since 0.1.0
     */
    record Password(String username, String password) implements Credentials {

        /** Says nothing of the password. */
        @Override
        public String toString() {
            return "Password[username=" + username + "]";
        }
    }

    /**
     * An access token, and maybe what refreshes it.
     *
     * @since 0.1.0
     */
    record Token(String token, @Nullable String refreshToken) implements Credentials {

        /** Says nothing of the tokens. */
        @Override
        public String toString() {
            return "Token[]";
        }
    }
}
