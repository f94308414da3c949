package io.mychat.gateway.core.security.rate;

import io.mychat.gateway.core.config.SecurityConfig;

/**
 * The rate of one session's messages in nanoseconds, computed once and shared by all sessions.
 *
 * @param interval from one message to the next in the long run, rounded up; 0: no limit
 * @param burst how far ahead of that a session may be
 * @param refusals after how many refusals within {@code window} it has had enough; 0: never
 */
public record MessageLimits(long interval, long burst, int refusals, long window) {

    private static final long SECOND = 1_000_000_000L;

    public static MessageLimits of(SecurityConfig config) {
        return of(config, config.messagesPerSecond(), config.messageBurst());
    }

    /** The limits of sessions that have another rate and burst than the general ones. */
    static MessageLimits of(SecurityConfig config, long rate, long burst) {
        long interval = rate == 0 ? 0 : (SECOND + rate - 1) / rate;
        return new MessageLimits(
                interval,
                interval * burst,
                config.rateRefusalsBeforeClose(),
                config.rateRefusalWindow().toNanos());
    }
}
