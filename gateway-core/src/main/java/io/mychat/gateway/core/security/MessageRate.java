package io.mychat.gateway.core.security;

import io.mychat.gateway.core.config.SecurityConfig;
import java.time.Duration;

/**
 * One session's message rate: a token bucket, and a count of refusals within a window. Belongs to the connection's I/O
 * thread; a verdict is allocated only for a refusal.
 */
public final class MessageRate {

    private static final double NANOS = 1e9;

    private final int perSecond;
    private final int burst;
    private final int refusalsBeforeClose;
    private final long refusalWindowNanos;

    private double tokens;
    private long filledAt;
    private int refusals;
    private long firstRefusalAt;

    /** Whether a message may pass. */
    public sealed interface Verdict {

        record Allowed() implements Verdict {}

        /**
         * @param retryAfter when there will be a token
         * @param close whether the client was refused so often that its connection ends
         */
        record Refused(Duration retryAfter, boolean close) implements Verdict {}
    }

    private static final Verdict ALLOWED = new Verdict.Allowed();

    /**
     * @param now {@link io.mychat.gateway.spi.time.TimeSource#nanoTime()}
     */
    public MessageRate(SecurityConfig security, long now) {
        this.perSecond = security.messagesPerSecond();
        this.burst = security.messageBurst();
        this.refusalsBeforeClose = security.rateRefusalsBeforeClose();
        this.refusalWindowNanos = security.rateRefusalWindow().toNanos();
        this.tokens = burst;
        this.filledAt = now;
    }

    /** Takes a token for one message. */
    public Verdict tryAcquire(long now) {
        if (perSecond == 0) {
            return ALLOWED;
        }
        tokens = Math.min(burst, tokens + (now - filledAt) / NANOS * perSecond);
        filledAt = now;
        if (tokens >= 1) {
            tokens--;
            return ALLOWED;
        }
        if (refusals == 0 || now - firstRefusalAt > refusalWindowNanos) {
            firstRefusalAt = now;
            refusals = 0;
        }
        refusals++;
        long millis = Math.max(1, (long) Math.ceil((1 - tokens) / perSecond * 1000));
        return new Verdict.Refused(
                Duration.ofMillis(millis), refusalsBeforeClose > 0 && refusals >= refusalsBeforeClose);
    }
}
