package io.mychat.gateway.redis.client;

import io.mychat.gateway.spi.time.Backoff;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import redis.clients.jedis.exceptions.JedisException;

/**
 * Retries commands that a cluster refuses while it moves a slot: no server executes a command whose keys are on two
 * servers, and moves are short. Used for one call by its thread.
 */
final class SlotMoveRetry {

    private static final String UNSTABLE = "TRYAGAIN";
    private static final Backoff BACKOFF = new Backoff(Duration.ofMillis(8), Duration.ofMillis(100));

    private final long end;
    private int failures;

    /** @param most the longest time of all attempts together */
    SlotMoveRetry(Duration most) {
        this.end = System.nanoTime() + most.toNanos();
    }

    /** Whether the refusal may pass. */
    static boolean mayHelp(JedisException refusal) {
        String message = refusal.getMessage();
        return message != null && message.startsWith(UNSTABLE);
    }

    /** Whether the command is to be sent again; blocks for the pause before it answers yes. */
    boolean helps(JedisException refusal) {
        if (!mayHelp(refusal)) {
            return false;
        }
        failures++;
        long pause = BACKOFF.after(failures).toNanos();
        if (end - System.nanoTime() < pause) {
            return false;
        }
        LockSupport.parkNanos(pause);
        return !Thread.currentThread().isInterrupted();
    }
}
