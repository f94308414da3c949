package io.mychat.gateway.core.connection;

import io.mychat.gateway.core.threads.DeadlineQueue;
import io.mychat.gateway.spi.time.TimeSource;
import io.mychat.gateway.spi.transport.CloseReason;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * All time-outs of one connection on one timer: authentication, idleness, ping and pong, the end of the token, the
 * largest age, and the moment to leave (protocol.md 1.2).
 *
 * <p>Signs of life only write a moment; the timer finds out when it fires whether anything is due, and sleeps until the
 * next thing can be. The deadlines are guarded by this object's lock; the moments are volatile. This object is its own entry
 * in the queue of all connections' deadlines.
 */
public final class ConnectionTimeouts extends DeadlineQueue.Entry {

    private static final Duration TOKEN_NOTICE = Duration.ofSeconds(60);
    private static final long NEVER = Long.MAX_VALUE;
    private static final long MILLI = 1_000_000;
    /** A client that has been silent for this time when the timer fires is not busy. */
    private static final Duration REST_AFTER = Duration.ofSeconds(5);
    /** Connections that opened together grow old within a tenth of the age, before it. */
    private static final double AGE_SPREAD = 0.1;

    /** Tokens may name any moment; beyond this one the arithmetic in nanoseconds would overflow. */
    private static final Duration LONGEST_LIFE = Duration.ofDays(36_500);

    private final ClientConnection client;
    private final TimeoutSettings limits;
    private final DeadlineQueue deadlines;
    private final long openedAt;

    private volatile long lastActive;
    private volatile long lastAlive;
    private volatile boolean held;

    private boolean stopped;
    /** Null without a session. */
    private @Nullable Duration sessionTimeout;

    private long tokenEndsAt = NEVER;
    /** How long before the end of the token the client is told; 0: it has been told. */
    private int tokenNoticeMillis;

    private long pingedAt = NEVER;
    /** When the connection is old; after {@link #leaveAfter}, when it ends. */
    private long leaveAt = NEVER;

    private boolean departing;
    private boolean leaving;

    ConnectionTimeouts(ClientConnection client, TimeoutSettings limits, DeadlineQueue deadlines) {
        this.client = client;
        this.limits = limits;
        this.deadlines = deadlines;
        this.openedAt = now();
        this.lastActive = openedAt;
        this.lastAlive = openedAt;
        if (!limits.age().isZero()) {
            // Session ids are random, and so are their hashes.
            double share = Math.floorMod(client.id().hashCode() * 31, 1000) / 1000.0;
            leaveAt = openedAt + (long) (limits.age().toNanos() * (1 - AGE_SPREAD * share));
        }
    }

    /** Begins to watch; once, after the connection is known to its manager. */
    void start() {
        rearm();
    }

    /**
     * Notes a data frame or a ping from the client.
     *
     * @param now {@link TimeSource#nanoTime()}
     */
    public void active(long now) {
        if (lastActive != now || lastAlive != now) { // not again for the same read
            lastActive = now;
            lastAlive = now;
        }
    }

    /** Notes a sign of life that is no activity: a pong. */
    public void alive() {
        lastAlive = now();
    }

    /** The time since the client last sent any frame. */
    Duration silentFor() {
        return Duration.ofNanos(Math.max(0, now() - lastAlive));
    }

    /** The time since the client's last activity. */
    Duration idleFor() {
        return Duration.ofNanos(Math.max(0, now() - lastActive));
    }

    /** The time since the connection opened. */
    Duration age() {
        return Duration.ofNanos(Math.max(0, now() - openedAt));
    }

    /** Ends the connection after this time, as soon as the client's last commands have been answered. */
    void leaveAfter(Duration after) {
        synchronized (this) {
            leaveAt = now() + after.toNanos();
            departing = true;
        }
        rearm();
    }

    /** While the gateway does not read, silence of the client has no meaning. */
    void held(boolean isHeld) {
        held = isHeld;
        active(now());
    }

    /** Whether the gateway has suspended reading from the client. */
    boolean isHeld() {
        return held;
    }

    void bound(Duration timeout, Duration tokenLife) {
        synchronized (this) {
            sessionTimeout = timeout;
            lastActive = now();
        }
        extended(tokenLife);
    }

    void extended(Duration tokenLifeGiven) {
        Duration tokenLife = tokenLifeGiven.compareTo(LONGEST_LIFE) < 0 ? tokenLifeGiven : LONGEST_LIFE;
        synchronized (this) {
            long now = now();
            Duration notice = tokenLife.compareTo(TOKEN_NOTICE) > 0 ? TOKEN_NOTICE : tokenLife.dividedBy(2);
            if (tokenEndsAt != NEVER && tokenEndsAt >= now + tokenLife.toNanos()) {
                // An older token shortens nothing.
                return;
            }
            tokenEndsAt = now + tokenLife.toNanos();
            tokenNoticeMillis = (int) Math.max(0, notice.plusNanos(999_999).toMillis());
        }
        rearm();
    }

    void stop() {
        synchronized (this) {
            stopped = true;
            deadlines.remove(this);
        }
    }

    private void rearm() {
        synchronized (this) {
            if (stopped) {
                return;
            }
            long now = now();
            deadlines.set(this, now + Math.max(0, nextDue() - now));
        }
    }

    private long now() {
        return deadlines.time().nanoTime();
    }

    private long nextDue() {
        Duration timeout = sessionTimeout;
        long due = timeout != null
                ? lastActive + timeout.toNanos()
                : openedAt + limits.authentication().toNanos();
        due = Math.min(due, pingedAt == NEVER ? lastAlive + limits.ping().toNanos() : pongDueAt());
        due = Math.min(due, leaveAt);
        return Math.min(due, tokenNoticeMillis > 0 ? tokenNoticeAt() : tokenEndsAt);
    }

    private long pongDueAt() {
        return pingedAt + limits.pong().toNanos();
    }

    private long tokenNoticeAt() {
        return tokenEndsAt - tokenNoticeMillis * MILLI;
    }

    @Override
    protected void fire() {
        Verdict verdict;
        Duration tokenLeft;
        synchronized (this) {
            if (stopped) {
                return;
            }
            long now = now();
            verdict = judge(now);
            tokenLeft = Duration.ofNanos(Math.max(0, tokenEndsAt - now));
            if (now - lastActive >= REST_AFTER.toNanos()) {
                client.rest();
            }
        }
        try {
            apply(verdict, tokenLeft);
        } finally {
            // After any exception, because only this timer enforces the expiry of the token.
            rearm();
        }
    }

    private void apply(Verdict verdict, Duration tokenLeft) {
        switch (verdict) {
            case AUTH_TIMEOUT -> client.close(CloseReason.AUTH_TIMEOUT, "auth_timeout");
            case TOKEN_EXPIRED -> client.close(CloseReason.UNAUTHORIZED, "token_expired");
            case IDLE -> client.close(CloseReason.IDLE, "idle");
            case NO_PONG -> client.close(CloseReason.IDLE, "ping_unanswered");
            case AGED -> client.depart(Duration.ZERO, List.of());
            case LEAVE -> client.closeWhenIdle();
            case LEAVE_NOW -> client.close(CloseReason.GOING_AWAY);
            case TOKEN_NOTICE -> client.sendTokenNotice(roundedUp(tokenLeft));
            case PING -> client.ping();
            case NOTHING -> {}
        }
    }

    private Verdict judge(long now) {
        if (held) {
            lastActive = now;
            lastAlive = now;
        }
        Duration timeout = sessionTimeout;
        if (timeout == null && now - openedAt >= limits.authentication().toNanos()) {
            return Verdict.AUTH_TIMEOUT;
        }
        if (tokenEndsAt <= now) {
            return Verdict.TOKEN_EXPIRED;
        }
        if (timeout != null && now - lastActive >= timeout.toNanos()) {
            return Verdict.IDLE;
        }
        if (departing && leaveAt <= now) {
            boolean waited = leaving;
            leaving = true;
            leaveAt = now + limits.lastCommands().toNanos();
            return waited ? Verdict.LEAVE_NOW : Verdict.LEAVE;
        }
        if (!departing && leaveAt <= now) {
            leaveAt = NEVER;
            return Verdict.AGED;
        }
        if (pingedAt != NEVER) {
            // At the moment of the ping itself, too: before it there had been silence.
            if (lastAlive >= pingedAt) {
                pingedAt = NEVER;
            } else if (now >= pongDueAt()) {
                return Verdict.NO_PONG;
            }
        }
        if (tokenNoticeMillis > 0 && tokenNoticeAt() <= now) {
            tokenNoticeMillis = 0;
            return Verdict.TOKEN_NOTICE;
        }
        if (pingedAt == NEVER && now - lastAlive >= limits.ping().toNanos()) {
            pingedAt = now;
            return Verdict.PING;
        }
        return Verdict.NOTHING;
    }

    private static Duration roundedUp(Duration left) {
        return Duration.ofSeconds(left.plusMillis(999).toSeconds());
    }

    private enum Verdict {
        AUTH_TIMEOUT,
        TOKEN_EXPIRED,
        AGED,
        LEAVE,
        LEAVE_NOW,
        IDLE,
        NO_PONG,
        TOKEN_NOTICE,
        PING,
        NOTHING
    }
}
