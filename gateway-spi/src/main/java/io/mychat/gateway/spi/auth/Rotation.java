package io.mychat.gateway.spi.auth;

import java.time.Duration;
import java.time.Instant;

/**
 * A refresh token that is shown, and what takes its place if it is the living one of its family.
 *
 * @param tokenHash the hash of the token that is shown
 * @param familyLife how long after its beginning a family ends, whatever its tokens' own ends are
 * @param address the client's address, to compare with when the token is shown again
 */
public record Rotation(String tokenHash, Successor successor, Duration familyLife, String address) {

    /**
     * The next refresh token of the line.
     *
     * @param tokenHash its hash
     * @param sealed the token itself, encrypted under a key that only the shown token yields; opaque to the store
     * @param expiresAt when it ends
     */
    public record Successor(String tokenHash, String sealed, Instant expiresAt) {

        /** Without the sealed token. */
        @Override
        public String toString() {
            return "Successor[expiresAt=" + expiresAt + "]";
        }
    }
}
