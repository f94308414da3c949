package io.mychat.gateway.core.auth;

import io.mychat.gateway.spi.auth.RefreshGrant;
import java.time.Duration;

/** What became of a refresh token that a client has shown. */
public sealed interface RefreshOutcome {

    record Refreshed(IssuedTokens tokens) implements RefreshOutcome {}

    /**
     * The token was used moments ago. The refresh token is the newest of its line, the access token a fresh one.
     *
     * @param firstAddress where the token was used first
     */
    record Repeated(IssuedTokens tokens, String firstAddress) implements RefreshOutcome {}

    /** Never issued, expired or revoked, or its user is gone. */
    record Invalid() implements RefreshOutcome {}

    /** As {@link Invalid}, and the client's address has shown too many such tokens. */
    record Throttled(Duration retryAfter) implements RefreshOutcome {}

    /** A dead token was shown again: all tokens of this login have been revoked. */
    record Reused(RefreshGrant grant) implements RefreshOutcome {}
}
