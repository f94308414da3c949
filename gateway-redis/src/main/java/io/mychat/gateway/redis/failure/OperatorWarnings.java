package io.mychat.gateway.redis.failure;

import io.mychat.gateway.spi.StoreUnavailableException;
import io.mychat.gateway.spi.time.TimeSource;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Logs problems that only an operator can solve, each at most once a minute. Thread-safe. */
public final class OperatorWarnings {

    private static final Logger LOG = LoggerFactory.getLogger(OperatorWarnings.class);
    private static final Duration LATELY = Duration.ofMinutes(1);
    private static final int MOST_KINDS = 50;

    private final TimeSource time;
    private final Map<String, Long> saidAt = new ConcurrentHashMap<>();
    private final AtomicReference<@Nullable Long> lastAt = new AtomicReference<>();

    public OperatorWarnings(TimeSource time) {
        this.time = time;
    }

    public void about(StoreUnavailableException failure) {
        long now = time.nanoTime();
        lastAt.set(now);
        String what = String.valueOf(failure.getMessage());
        if (isDue(what, now)) {
            LOG.error("{}", what);
        }
    }

    /** Whether the message is to be logged now; of threads that ask at the same time, one gets true. */
    boolean isDue(String what, long now) {
        Long before = saidAt.get(what);
        if (before == null) {
            return saidAt.size() < MOST_KINDS && saidAt.putIfAbsent(what, now) == null;
        }
        return now - before > LATELY.toNanos() && saidAt.replace(what, before, now);
    }

    /** Whether there was such a failure within the last minute. */
    public boolean lately() {
        Long last = lastAt.get();
        return last != null && time.nanoTime() - last < LATELY.toNanos();
    }
}
