package io.mychat.gateway.spi.event;

import io.mychat.gateway.spi.time.TimeSource;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * A {@link RateLimitedLog} for each subject, such as a handler, so that one does not hide another. Bounded: subjects
 * beyond the first {@value #MAX_SUBJECTS} share one. Thread-safe.
 *
 * @since 0.1.0
 */
public final class RateLimitedLogs {

    private static final int MAX_SUBJECTS = 256;
    private static final String OTHERS = "";

    private final BiConsumer<String, @Nullable Throwable> log;
    private final LongSupplier nanoTime;
    private final Map<String, RateLimitedLog> bySubject = new ConcurrentHashMap<>();

    /** @param log as in {@link RateLimitedLog#withCauses} */
    public RateLimitedLogs(BiConsumer<String, @Nullable Throwable> log, TimeSource time) {
        this(log, time::nanoTime);
    }

    private RateLimitedLogs(BiConsumer<String, @Nullable Throwable> log, LongSupplier nanoTime) {
        this.log = log;
        this.nanoTime = nanoTime;
    }

    /** See {@link RateLimitedLog#inSystemTime}. */
    public static RateLimitedLogs inSystemTime(BiConsumer<String, @Nullable Throwable> log) {
        return new RateLimitedLogs(log, System::nanoTime);
    }

    /**
     * The log of a subject.
     *
     * @param subject not chosen by a client, else clients fill the places of others
     */
    public RateLimitedLog of(String subject) {
        RateLimitedLog known = bySubject.get(subject);
        if (known != null) {
            return known;
        }
        String key = bySubject.size() < MAX_SUBJECTS ? subject : OTHERS;
        return bySubject.computeIfAbsent(key, one -> new RateLimitedLog(log, nanoTime));
    }
}
