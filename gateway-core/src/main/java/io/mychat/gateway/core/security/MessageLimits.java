package io.mychat.gateway.core.security;

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
        int rate = config.messagesPerSecond();
        long interval = rate == 0 ? 0 : (SECOND + rate - 1) / rate;
        return new MessageLimits(
                interval,
                interval * config.messageBurst(),
                config.rateRefusalsBeforeClose(),
                config.rateRefusalWindow().toNanos());
    }
}
