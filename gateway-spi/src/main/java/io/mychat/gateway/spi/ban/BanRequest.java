package io.mychat.gateway.spi.ban;

import java.time.Duration;
import java.util.Objects;
import java.util.Optional;

/**
 * A request for a ban.
 *
 * @param reason what the banned are told; see {@link BanTerms#isValidReason}
 * @param duration more than zero; empty: until the ban is lifted
 * @param by who asks, for the audit log
 * @param isForced whether a block may be banned that contains a trusted proxy, a loopback address or very many clients
 * @since 0.1.0
 */
public record BanRequest(BanTarget target, String reason, Optional<Duration> duration, String by, boolean isForced) {

    /** The longest ban that has an end. */
    public static final Duration MAX_DURATION = Duration.ofDays(3660);

    public BanRequest {
        Objects.requireNonNull(target, "target");
        if (!BanTerms.isValidReason(reason)) {
            throw new IllegalArgumentException("reason must be 1 to " + BanTerms.MAX_REASON + " printable characters");
        }
        if (duration.filter(length -> length.isNegative() || length.isZero() || length.compareTo(MAX_DURATION) > 0)
                .isPresent()) {
            throw new IllegalArgumentException("the duration of a ban must be more than 0 and at most 3660 days");
        }
        Objects.requireNonNull(by, "by");
    }

    /** A ban without an end, asked for by the host application. */
    public static BanRequest of(BanTarget target, String reason) {
        return new BanRequest(target, reason, Optional.empty(), "host application", false);
    }

    /** The same with an end. */
    public BanRequest lasting(Duration length) {
        return new BanRequest(target, reason, Optional.of(length), by, isForced);
    }

    /** The same, asked for by somebody else. */
    public BanRequest by(String other) {
        return new BanRequest(target, reason, duration, other, isForced);
    }

    /** The same for a block of any size. */
    public BanRequest forced() {
        return new BanRequest(target, reason, duration, by, true);
    }
}
