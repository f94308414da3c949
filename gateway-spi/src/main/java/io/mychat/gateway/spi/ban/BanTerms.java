package io.mychat.gateway.spi.ban;

import io.mychat.gateway.spi.session.ReasonText;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/**
 * Why a ban exists and when it ends.
 *
 * @param reason what the banned are told; see {@link #isValidReason}
 * @param by who has decided it: a user, an API key, the host application or the gateway
 * @param until the end; empty: the ban ends when it is lifted
 * @param isAutomatic whether the gateway has decided it
 * @since 0.1.0
 */
public record BanTerms(String reason, String by, Instant since, Optional<Instant> until, boolean isAutomatic) {

    /** The longest reason, in characters. */
    public static final int MAX_REASON = 200;

    public BanTerms {
        if (!isValidReason(reason)) {
            throw new IllegalArgumentException("reason must be 1 to " + MAX_REASON + " printable characters");
        }
        Objects.requireNonNull(by, "by");
        Objects.requireNonNull(since, "since");
        Objects.requireNonNull(until, "until");
    }

    /** Whether {@code text} is 1 to {@value #MAX_REASON} characters without control and format characters. */
    public static boolean isValidReason(String text) {
        return ReasonText.isValid(MAX_REASON, text);
    }

    /** Whether the ban is in effect at this time. */
    public boolean isInEffect(Instant now) {
        return until.filter(end -> !end.isAfter(now)).isEmpty();
    }
}
