package io.mychat.gateway.backends.http;

import io.mychat.gateway.spi.backend.BackendOutcome;

/**
 * The meaning of one attempt.
 *
 * @param outcome the outcome of the call when it is not retried
 */
public record AttemptResult(BackendOutcome outcome, Blame blame, Retry retry) {

    /** The effect of the attempt on the health of the server. */
    public enum Blame {
        /** The server works. */
        NONE,
        /** The server failed. */
        SERVER,
        /** The attempt says nothing about the server. */
        UNCLEAR
    }

    /** Whether the call may be retried. */
    public enum Retry {
        /** A retry would have the same outcome. */
        NEVER,
        /** The server may have executed the command. */
        IF_IDEMPOTENT,
        /** The server has not executed the command. */
        SAFE
    }
}
