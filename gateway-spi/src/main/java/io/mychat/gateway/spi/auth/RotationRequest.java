package io.mychat.gateway.spi.auth;

import java.time.Duration;
import java.time.Instant;

/**
 * The request to exchange a refresh token for its successor.
 *
 * @param tokenHash the hash of the presented token
 * @param familyLife the lifetime of a family from its first token on, regardless of the expiry of its tokens
 * @param address the client's address; it is compared when the token is presented again
 * @since 0.1.0
 */
public record RotationRequest(String tokenHash, Successor successor, Duration familyLife, String address) {

    /**
     * The next refresh token of the family.
     *
     * @param tokenHash the hash of the next token
     * @param sealed the next token, encrypted under a key that only the presented token yields; opaque to the store
     * @param expiresAt the expiry of the next token
     */
    public record Successor(String tokenHash, String sealed, Instant expiresAt) {

        /** Omits the sealed token. */
        @Override
        public String toString() {
            return "Successor[expiresAt=" + expiresAt + "]";
        }
    }
}
