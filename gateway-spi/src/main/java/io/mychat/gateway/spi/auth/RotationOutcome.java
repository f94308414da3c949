package io.mychat.gateway.spi.auth;

/** What became of a refresh token that was shown. */
public sealed interface RotationOutcome {

    /** The token was good; its successor is stored and the token is dead. */
    record Rotated(RefreshGrant grant) implements RotationOutcome {}

    /** Never issued, expired, or of a revoked family. */
    record Unknown() implements RotationOutcome {}

    /** A dead token was shown again: somebody has a copy. The whole family has been revoked. */
    record Reused(RefreshGrant grant) implements RotationOutcome {}
}
