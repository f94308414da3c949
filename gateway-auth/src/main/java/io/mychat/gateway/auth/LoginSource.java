package io.mychat.gateway.auth;

import java.util.concurrent.TimeUnit;

/**
 * Logins that are ranked together: those of one address, or those of one user from an address of earlier logins. A turn
 * is a position in the order of the {@link LoginQueue}; each login of a source takes one. Guarded by the owner of the
 * queue.
 */
final class LoginSource {

    /** The time in which the weight of a failure halves. */
    private static final double HALF_LIFE_NANOS = TimeUnit.SECONDS.toNanos(30);

    /** Weight of failures beyond typing errors: three within seconds, or more over a minute. */
    private static final double SUSPECT = 2.5;

    private final boolean known;
    private double failures;
    private long failuresAt;
    private long nextTurn;
    private int running;
    private int waiting;

    LoginSource(boolean known, long now) {
        this.known = known;
        this.failuresAt = now;
    }

    boolean isKnown() {
        return known;
    }

    /** The number of recent failures; the weight of each decreases with its age. */
    double failures(long now) {
        return failures * Math.pow(0.5, (now - failuresAt) / HALF_LIFE_NANOS);
    }

    boolean isSuspect(long now) {
        return failures(now) >= SUSPECT;
    }

    boolean isIdle() {
        return running == 0 && waiting == 0;
    }

    /** Takes the next turn of the source, at the earliest {@code earliest}. */
    long takeTurn(long earliest) {
        long turn = Math.max(earliest, nextTurn);
        nextTurn = turn + 1;
        return turn;
    }

    /** Returns an unused turn. */
    void returnTurn() {
        nextTurn--;
    }

    void waits(int change) {
        waiting += change;
    }

    void begin() {
        running++;
    }

    void end(boolean failed, long now) {
        running--;
        failures = failures(now) + (failed ? 1 : 0);
        failuresAt = now;
    }
}
