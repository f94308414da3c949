package io.mychat.gateway.spi.event;

import io.mychat.gateway.spi.time.TimeSource;
import java.time.Duration;
import java.util.function.Consumer;

/**
 * Limits a repeated log message to one line per minute. A line states how many messages it stands for and has no stack
 * trace. Used by the core and by adapters. Thread-safe: the monitor guards the count.
 */
public final class RateLimitedLog {

    private static final Duration PAUSE = Duration.ofMinutes(1);

    private final Consumer<String> log;
    private final TimeSource time;
    private boolean loggedBefore;
    private long loggedAt;
    private long times;

    /** @param log writes a line, such as {@code logger::warn} */
    public RateLimitedLog(Consumer<String> log, TimeSource time) {
        this.log = log;
        this.time = time;
    }

    /** @param message contains no secrets; within a minute only the first message is logged */
    public void log(String message) {
        long count = due();
        if (count == 1) {
            log.accept(message);
        } else if (count > 1) {
            log.accept(message + " (" + count + " times since this was last logged)");
        }
    }

    /** The number of messages since the last logged line; 0 when the current message must not be logged. */
    private synchronized long due() {
        times++;
        long now = time.nanoTime();
        if (loggedBefore && now - loggedAt < PAUSE.toNanos()) {
            return 0;
        }
        long since = times;
        loggedBefore = true;
        loggedAt = now;
        times = 0;
        return since;
    }
}
