package io.mychat.gateway.core.security.rate;

import org.jspecify.annotations.Nullable;

/**
 * The token bucket of one session ({@code security.messages_per_second}, {@code .message_burst}): in any period it
 * allows at most the burst plus the rate times the period. Allocates nothing. Used by one thread at a time.
 */
public final class MessageRate {

    private static final long MILLI = 1_000_000L;

    private MessageLimits limits;
    /** The moment at which the bucket is full again, on the clock of {@code nanoTime}. */
    private long fullAt;

    /** Null: nothing has been refused, as on nearly every connection. */
    private @Nullable Refusals refusals;

    /** The refusals of two windows. */
    private static final class Refusals {

        private long windowStart;
        private int before;
        private int current;
    }

    /**
     * @param now {@link io.mychat.gateway.spi.time.TimeSource#nanoTime()}
     */
    public MessageRate(MessageLimits limits, long now) {
        this.limits = limits;
        this.fullAt = now;
    }

    /**
     * Continues with other limits. The used part of the burst stays used, but is at most the whole new burst.
     *
     * @param now the time, as in {@link #take}
     */
    public void adopt(MessageLimits next, long now) {
        if (!next.equals(limits)) {
            limits = next;
            fullAt = now + Math.min(Math.max(0, fullAt - now), next.burst());
        }
    }

    /**
     * Counts one message.
     *
     * @param now the time, not before that of the previous call
     * @return 0 when the message is allowed, else the milliseconds, at least 1, until the next one is allowed
     */
    public long take(long now) {
        if (limits.interval() == 0) {
            return 0;
        }
        // Compares differences, because nanoTime may wrap around.
        long ahead = Math.max(0, fullAt - now) + limits.interval();
        long missing = ahead - limits.burst();
        if (missing <= 0) {
            fullAt = now + ahead;
            return 0;
        }
        countRefusal(now);
        return (missing + MILLI - 1) / MILLI;
    }

    /**
     * Whether the number of recent refusals requires that the connection closes with 4429. Refusals of the previous
     * window are counted by the share of it that the last {@code rate_refusal_window} still covers.
     */
    public boolean isExhausted(long now) {
        Refusals counted = refusals;
        if (limits.refusals() == 0 || counted == null) {
            return false;
        }
        long passed = now - counted.windowStart;
        long covered = Math.max(0, limits.window() - passed);
        double before = (double) counted.before * covered / limits.window();
        return before + (passed < limits.window() ? counted.current : 0) >= limits.refusals();
    }

    private void countRefusal(long now) {
        Refusals counted = refusals;
        if (counted == null) {
            counted = new Refusals();
            counted.windowStart = now;
            refusals = counted;
        }
        long passed = now - counted.windowStart;
        if (passed >= limits.window()) {
            boolean next = passed < 2 * limits.window();
            counted.before = next ? counted.current : 0;
            counted.current = 0;
            counted.windowStart = next ? counted.windowStart + limits.window() : now;
        }
        counted.current++;
    }
}
