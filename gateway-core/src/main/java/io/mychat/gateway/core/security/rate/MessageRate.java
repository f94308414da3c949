package io.mychat.gateway.core.security.rate;

/**
 * The token bucket of one session ({@code security.messages_per_second}, {@code .message_burst}): never more than the
 * burst plus what the rate gives in the time that has passed. Allocates nothing. Used by one thread at a time.
 */
public final class MessageRate {

    private static final long MILLI = 1_000_000L;

    private MessageLimits limits;
    /** When the bucket is full again, on the clock of {@code nanoTime}. */
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
     * Goes on with other limits. What has been used of the burst stays used, but for at most the whole new one: nobody pays
     * for limits that are gone.
     *
     * @param now as in {@link #take}
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
     * @param now not before the one of the call before
     * @return 0 when it is allowed, else after how many milliseconds, at least 1, the next one will be
     */
    public long take(long now) {
        if (limits.interval() == 0) {
            return 0;
        }
        // Differences, not values: nanoTime may wrap around.
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
     * Whether so many messages were refused lately that the connection should be closed with 4429. Refusals of the
     * window before count for the part of it that the last {@code rate_refusal_window} still covers.
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
