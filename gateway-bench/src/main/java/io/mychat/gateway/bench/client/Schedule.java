package io.mychat.gateway.bench.client;

/** When something is due at a constant rate, whether the servers keep up or not. Not thread-safe. */
final class Schedule {

    private static final double NANOS = 1e9;

    private final double perSecond;
    private final long start;
    private final long most;
    private long count;

    /** @param start by {@link System#nanoTime} */
    Schedule(int perSecond, long start, long millis) {
        this.perSecond = perSecond;
        this.start = start;
        this.most = perSecond * millis / 1000;
    }

    /** Whether one more is due, which is counted. */
    boolean isDue(long now) {
        if (isOver() || start + (long) (count * NANOS / perSecond) > now) {
            return false;
        }
        count++;
        return true;
    }

    /** When the last one was due that was counted. */
    long lastDue() {
        return start + (long) ((count - 1) * NANOS / perSecond);
    }

    long count() {
        return count;
    }

    boolean isOver() {
        return count >= most;
    }
}
