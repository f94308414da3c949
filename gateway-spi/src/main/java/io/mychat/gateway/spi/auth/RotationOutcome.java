package io.mychat.gateway.spi.auth;

import java.util.List;

/**
 * The outcome of {@link TokenStore#rotate}.
 *
 * @since 0.1.0
 */
public sealed interface RotationOutcome {

    /** The token was the valid one of its family. Its successor is stored, and the token is no longer valid. */
    record Rotated(RefreshGrant grant) implements RotationOutcome {}

    /**
     * The token was already exchanged moments ago, and the response may have been lost. Nothing changes, and the
     * offered successor is not stored.
     *
     * @param sealed at least one sealed token. The presented token opens the first one, each opened token opens the
     *     next, and the last one is the valid token of the family
     * @param firstAddress the address of the token's first use
     */
    record Repeated(RefreshGrant grant, List<String> sealed, String firstAddress) implements RotationOutcome {

        public Repeated {
            sealed = List.copyOf(sealed);
        }

        /** Omits the sealed tokens. */
        @Override
        public String toString() {
            return "Repeated[" + grant + ", steps=" + sealed.size() + ", firstAddress=" + firstAddress + "]";
        }
    }

    /** The token was never issued, has expired, or belongs to an expired or revoked family. */
    record Unknown() implements RotationOutcome {}

    /** An exchanged token was presented again, so a copy of it exists. The whole family is revoked. */
    record Reused(RefreshGrant grant) implements RotationOutcome {}
}
