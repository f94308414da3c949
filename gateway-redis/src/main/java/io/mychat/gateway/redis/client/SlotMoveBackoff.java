package io.mychat.gateway.redis.client;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import redis.clients.jedis.exceptions.JedisException;

/**
 * How long what a cluster refuses while it moves a slot is tried again: a command whose keys are half here and half there is
 * served by nobody, and slots move fast. For one thread.
 */
final class SlotMoveBackoff {

    private static final String UNSTABLE = "TRYAGAIN";
    private static final Duration FIRST = Duration.ofMillis(5);
    private static final Duration LONGEST = Duration.ofMillis(80);

    private final long end;
    private Duration pause = FIRST;

    SlotMoveBackoff(Duration most) {
        this.end = System.nanoTime() + most.toNanos();
    }

    /** Whether this is a refusal that may pass. */
    static boolean mayHelp(JedisException refusal) {
        String message = refusal.getMessage();
        return message != null && message.startsWith(UNSTABLE);
    }

    /** Whether it is worth another try; blocks for a moment before it says yes. */
    boolean helps(JedisException refusal) {
        if (!mayHelp(refusal) || end - System.nanoTime() < pause.toNanos()) {
            return false;
        }
        LockSupport.parkNanos(pause.toNanos());
        pause = pause.multipliedBy(2).compareTo(LONGEST) < 0 ? pause.multipliedBy(2) : LONGEST;
        return !Thread.currentThread().isInterrupted();
    }
}
