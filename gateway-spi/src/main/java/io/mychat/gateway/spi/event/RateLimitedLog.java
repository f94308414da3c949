package io.mychat.gateway.spi.event;

import io.mychat.gateway.spi.time.TimeSource;
import java.time.Duration;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Limits a repeated log message to one line per minute. A line states how many messages it stands for. Whatever a
 * client, a back-end or the content of a store can cause again and again is logged by this class, in the core and in
 * adapters. Thread-safe: the monitor guards the count.
 */
public final class RateLimitedLog {

    private static final Duration PAUSE = Duration.ofMinutes(1);

    private final BiConsumer<String, @Nullable Throwable> log;
    private final TimeSource time;
    private boolean loggedBefore;
    private long loggedAt;
    private long times;

    /** @param log writes a line without a stack trace, such as {@code logger::warn} */
    public RateLimitedLog(Consumer<String> log, TimeSource time) {
        this((message, cause) -> log.accept(message), time);
    }

    private RateLimitedLog(BiConsumer<String, @Nullable Throwable> log, TimeSource time) {
        this.log = log;
        this.time = time;
    }

    /** @param log writes a line with the stack trace of the cause, if there is one, such as {@code logger::error} */
    public static RateLimitedLog withCauses(BiConsumer<String, @Nullable Throwable> log, TimeSource time) {
        return new RateLimitedLog(log, time);
    }

    /** @param message contains no secrets; within a minute only the first message is logged */
    public void log(String message) {
        log(message, null);
    }

    /**
     * As {@link #log(String)}.
     *
     * @param cause the exception behind the message, or null
     */
    public void log(String message, @Nullable Throwable cause) {
        long count = due();
        if (count == 1) {
            log.accept(message, cause);
        } else if (count > 1) {
            log.accept(message + " (" + count + " times since this was last logged)", cause);
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
