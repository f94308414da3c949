package io.mychat.gateway.redis.client;

import io.mychat.gateway.spi.time.TimeSource;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What Redis did not let its user do. Says it in the log, not more often than once in a minute. Safe for use by many threads. */
final class Rights {

    private static final Logger LOG = LoggerFactory.getLogger(Rights.class);
    private static final Duration LATELY = Duration.ofMinutes(1);
    private static final int MOST_MESSAGES = 50;

    private final TimeSource time;
    private final Map<String, Long> saidAt = new ConcurrentHashMap<>();
    private volatile long lackedAt;
    private volatile boolean lacked;

    Rights(TimeSource time) {
        this.time = time;
    }

    void lacks(Failures.Forbidden failure) {
        long now = time.nanoTime();
        lackedAt = now;
        lacked = true;
        String what = String.valueOf(failure.getMessage());
        Long before = saidAt.get(what);
        if (before == null ? saidAt.size() < MOST_MESSAGES : now - before > LATELY.toNanos()) {
            saidAt.put(what, now);
            LOG.error("{}", what);
        }
    }

    boolean lackedLately() {
        return lacked && time.nanoTime() - lackedAt < LATELY.toNanos();
    }
}
