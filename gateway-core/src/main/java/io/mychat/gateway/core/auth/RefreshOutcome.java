package io.mychat.gateway.core.auth;

import io.mychat.gateway.spi.auth.IssuedTokens;
import io.mychat.gateway.spi.auth.RefreshGrant;
import io.mychat.gateway.spi.ban.Ban;
import java.time.Duration;

/** The outcome of a refresh. */
public sealed interface RefreshOutcome {

    record Refreshed(IssuedTokens tokens) implements RefreshOutcome {}

    /**
     * The token was already exchanged moments ago. The refresh token is the newest of its family, and the access token is new.
     *
     * @param firstAddress the address of the token's first use
     */
    record Repeated(IssuedTokens tokens, String firstAddress) implements RefreshOutcome {}

    /** The token was never issued, has expired or was revoked, or its user was removed. */
    record Invalid() implements RefreshOutcome {}

    /** The token is invalid, and the client's address has presented too many invalid tokens. */
    record Throttled(Duration retryAfter) implements RefreshOutcome {}

    /** The user or the device is banned. The token has not been used. */
    record Banned(Ban ban) implements RefreshOutcome {}

    /** An exchanged token was presented again; all tokens of this login are revoked. */
    record Reused(RefreshGrant grant) implements RefreshOutcome {}
}
