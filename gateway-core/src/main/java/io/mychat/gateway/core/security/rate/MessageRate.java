package io.mychat.gateway.core.security.rate;

/**
 * The token bucket of one session ({@code security.messages_per_second}, {@code .message_burst}): in any period it
 * allows at most the burst plus the rate times the period. Allocates nothing. Used by one thread at a time.
 */
public final class MessageRate {

    private static final long MILLI = 1_000_000L;

    private MessageLimits limits;
    /** The moment at which the bucket is full again, on the clock of {@code nanoTime}. */
    private long fullAt;

    private long windowStart;
    private int refusalsBefore;
    private int refusals;

    /**
     * @param now {@link io.mychat.gateway.spi.time.TimeSource#nanoTime()}
     */
    public MessageRate(MessageLimits limits, long now) {
        this.limits = limits;
        this.fullAt = now;
        this.windowStart = now;
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
        if (limits.refusals() == 0) {
            return false;
        }
        long passed = now - windowStart;
        long covered = Math.max(0, limits.window() - passed);
        double before = (double) refusalsBefore * covered / limits.window();
        return before + (passed < limits.window() ? refusals : 0) >= limits.refusals();
    }

    private void countRefusal(long now) {
        long passed = now - windowStart;
        if (passed >= limits.window()) {
            boolean next = passed < 2 * limits.window();
            refusalsBefore = next ? refusals : 0;
            refusals = 0;
            windowStart = next ? windowStart + limits.window() : now;
        }
        refusals++;
    }
}
