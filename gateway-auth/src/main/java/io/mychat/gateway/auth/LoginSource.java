package io.mychat.gateway.auth;

import java.util.concurrent.TimeUnit;

/**
 * Logins that are ranked together: of one address, or of one user from an address that this user has logged in from
 * before. Guarded by its queue's owner.
 */
final class LoginSource {

    /** In this time what failures cost falls to a half. */
    private static final double HALF_LIFE_NANOS = TimeUnit.SECONDS.toNanos(30);

    /** Recent failures that are more than typing errors: three within seconds, or more of them over a minute. */
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

    /** What failed lately, each failure for less the longer ago it is. */
    double failures(long now) {
        return failures * Math.pow(0.5, (now - failuresAt) / HALF_LIFE_NANOS);
    }

    boolean isSuspect(long now) {
        return failures(now) >= SUSPECT;
    }

    boolean isIdle() {
        return running == 0 && waiting == 0;
    }

    /** Takes the source's next turn, which is not before {@code earliest}. */
    long takeTurn(long earliest) {
        long turn = Math.max(earliest, nextTurn);
        nextTurn = turn + 1;
        return turn;
    }

    /** Gives a turn back that was not used. */
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
