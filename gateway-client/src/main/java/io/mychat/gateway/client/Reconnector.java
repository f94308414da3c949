package io.mychat.gateway.client;

import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** Decides when the next connection begins. */
final class Reconnector {

    /** The shortest time between two connections that a wake signal causes, in milliseconds. */
    private static final long WAKE_PAUSE_MS = 1_000;

    private final Environment environment;
    private final Backoff backoff;
    private final Runnable attempt;
    private Environment.@Nullable Timer timer;
    private boolean waiting;
    private long lastAttempt;
    private OptionalLong drawn = OptionalLong.empty(); // the moment that a drain has drawn for this client
    private long notBefore; // a wake signal changes nothing before this moment

    Reconnector(BackoffSettings settings, Environment environment, Runnable attempt) {
        this.environment = environment;
        this.backoff = new Backoff(settings, environment.random);
        this.attempt = attempt;
    }

    /** Connects now, and begins with short pauses again. */
    void start() {
        drawn = OptionalLong.empty();
        backoff.reset();
        go();
    }

    /** A connection has lasted. */
    void succeeded() {
        backoff.reset();
    }

    /** The gateway will close this connection and wants the client back at this moment (4005). */
    void draw(long afterMs) {
        drawn = OptionalLong.of(environment.timers.now() + afterMs);
    }

    /** A login forgets what an earlier connection has been told. */
    void loggedIn() {
        drawn = OptionalLong.empty();
    }

    /**
     * Connects after a pause. Returns it, in milliseconds.
     *
     * @param retryAfterMs what the gateway has asked for
     */
    long retry(OptionalLong retryAfterMs, boolean longer) {
        long now = environment.timers.now();
        OptionalLong moment = drawn;
        drawn = OptionalLong.empty();
        boolean asked = retryAfterMs.isPresent() || longer;
        // Where a drain has drawn the moment, the drawing is done.
        long wait = moment.isPresent() && !asked
                ? Math.max(0, moment.getAsLong() - now)
                : retryAfterMs.orElse(0) + backoff.next(longer);
        notBefore = asked || moment.isPresent() ? now + wait : 0;
        cancel();
        waiting = true;
        await(now + wait, wait);
        return wait;
    }

    /** Waits in steps, so that a computer that slept does not wait again. */
    private void await(long moment, long left) {
        long step = Math.min(left, Connection.TICK_MS);
        timer = environment.after(step, () -> {
            long rest = Math.min(left - step, moment - environment.timers.now());
            if (rest > 0) {
                await(moment, rest);
            } else {
                go();
            }
        });
    }

    private void go() {
        cancel();
        notBefore = 0;
        lastAttempt = environment.timers.now();
        attempt.run();
    }

    /** The network is back: does not wait, unless the gateway has asked for it. */
    void wake() {
        long now = environment.timers.now();
        if (waiting && now >= notBefore && now - lastAttempt >= WAKE_PAUSE_MS) {
            go();
        }
    }

    void cancel() {
        waiting = false;
        if (timer != null) {
            timer.cancel();
        }
    }
}
