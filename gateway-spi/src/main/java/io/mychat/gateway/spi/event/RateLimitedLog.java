package io.mychat.gateway.spi.event;

import io.mychat.gateway.spi.time.TimeSource;
import java.time.Duration;
import java.util.function.Consumer;

/**
 * A line of the log that may be due once for each session or call: it is logged once a minute at most, with the number
 * of times that it was due, and without a stack trace. For the core and for adapters. Thread-safe: the monitor guards
 * the count.
 */
public final class RateLimitedLog {

    private static final Duration PAUSE = Duration.ofMinutes(1);

    private final Consumer<String> log;
    private final TimeSource time;
    private boolean loggedBefore;
    private long loggedAt;
    private long times;

    /** @param log takes a line, for example {@code logger::warn} */
    public RateLimitedLog(Consumer<String> log, TimeSource time) {
        this.log = log;
        this.time = time;
    }

    /** @param message without secrets; of several messages within a minute only the first is logged */
    public void log(String message) {
        long count = due();
        if (count == 1) {
            log.accept(message);
        } else if (count > 1) {
            log.accept(message + " (" + count + " times since this was last logged)");
        }
    }

    /** Returns how often it was due since it was last logged; 0 when it is not to be logged now. */
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
