package io.mychat.gateway.core.security.rate;

import io.mychat.gateway.core.config.security.SecurityConfig;

/**
 * The rate of one session's messages in nanoseconds, computed once and shared by all sessions.
 *
 * @param interval the time for one message in the long run, rounded up; 0: no limit
 * @param burst the time by which a session may be ahead of the rate
 * @param refusals the number of refusals within {@code window} that closes the connection; 0: never
 */
public record MessageLimits(long interval, long burst, int refusals, long window) {

    private static final long SECOND = 1_000_000_000L;

    /** The limits of sessions with this rate and burst. */
    static MessageLimits of(SecurityConfig config, long rate, long burst) {
        long interval = rate == 0 ? 0 : (SECOND + rate - 1) / rate;
        return new MessageLimits(
                interval,
                interval * burst,
                config.rateRefusalsBeforeClose(),
                config.rateRefusalWindow().toNanos());
    }
}
