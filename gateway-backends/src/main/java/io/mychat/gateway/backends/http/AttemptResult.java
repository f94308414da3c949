package io.mychat.gateway.backends.http;

import io.mychat.gateway.spi.backend.BackendOutcome;

/**
 * What one try means.
 *
 * @param outcome what the call ends with when it is not repeated
 */
public record AttemptResult(BackendOutcome outcome, Blame blame, Retry retry) {

    /** What it says about the server's health. */
    public enum Blame {
        /** It works. */
        NONE,
        /** It does not. */
        SERVER,
        /** Neither. */
        UNCLEAR
    }

    /** Whether the call may be repeated. */
    public enum Retry {
        /** It would end the same way. */
        NEVER,
        /** The server may have done it. */
        IF_IDEMPOTENT,
        /** The server has not done it. */
        SAFE
    }
}
