package io.mychat.gateway.spi.auth;

import java.util.List;

/** What became of a refresh token that was shown. */
public sealed interface RotationOutcome {

    /** The token was good; its successor is stored and the token is dead. */
    record Rotated(RefreshGrant grant) implements RotationOutcome {}

    /**
     * The token was used moments ago, and its answer may have been lost. Nothing has changed; the successor that was offered
     * is not stored.
     *
     * @param sealed at least one sealed token: the shown token opens the first, each opened one the next, and the last is
     *     the family's living token
     * @param firstAddress the address that the token was first used from
     */
    record Repeated(RefreshGrant grant, List<String> sealed, String firstAddress) implements RotationOutcome {

        public Repeated {
            sealed = List.copyOf(sealed);
        }

        /** Without the sealed tokens. */
        @Override
        public String toString() {
            return "Repeated[" + grant + ", steps=" + sealed.size() + ", firstAddress=" + firstAddress + "]";
        }
    }

    /** Never issued, expired, or of a family that has ended or was revoked. */
    record Unknown() implements RotationOutcome {}

    /** A dead token was shown again: somebody has a copy. The whole family has been revoked. */
    record Reused(RefreshGrant grant) implements RotationOutcome {}
}
