package io.mychat.gateway.spi.event;

import io.mychat.gateway.spi.time.TimeSource;
import java.time.Duration;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Limits a repeated log message to one line per minute. A line states how many messages it stands for. Whatever a
 * client, a back-end or the content of a store can cause again and again is logged by this class, in the core and in
 * adapters. Thread-safe: the monitor guards the count.
 *
 * @since 0.1.0
 */
public final class RateLimitedLog {

    private static final Duration PAUSE = Duration.ofMinutes(1);

    private final BiConsumer<String, @Nullable Throwable> log;
    private final LongSupplier nanoTime;
    private boolean loggedBefore;
    private long loggedAt;
    private long times;

    /** @param log writes a line without a stack trace, such as {@code logger::warn} */
    public RateLimitedLog(Consumer<String> log, TimeSource time) {
        this((message, cause) -> log.accept(message), time::nanoTime);
    }

    RateLimitedLog(BiConsumer<String, @Nullable Throwable> log, LongSupplier nanoTime) {
        this.log = log;
        this.nanoTime = nanoTime;
    }

    /** @param log writes a line with the stack trace of the cause, if there is one, such as {@code logger::error} */
    public static RateLimitedLog withCauses(BiConsumer<String, @Nullable Throwable> log, TimeSource time) {
        return new RateLimitedLog(log, time::nanoTime);
    }

    /** As {@link #withCauses}, for code that has no time source because time sources and threads are built on it. */
    public static RateLimitedLog inSystemTime(BiConsumer<String, @Nullable Throwable> log) {
        return new RateLimitedLog(log, System::nanoTime);
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
        long now = nanoTime.getAsLong();
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
