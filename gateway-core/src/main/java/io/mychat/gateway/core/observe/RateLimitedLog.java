package io.mychat.gateway.core.observe;

import io.mychat.gateway.spi.time.TimeSource;
import java.time.Duration;
import org.slf4j.Logger;

/**
 * A warning that may come once for each session or call: it is logged once a minute at most, with how often it came, and
 * without a stack trace. Thread-safe: the monitor guards the count.
 */
public final class RateLimitedLog {

    private static final Duration PAUSE = Duration.ofMinutes(1);

    private final Logger log;
    private final TimeSource time;
    private boolean loggedBefore;
    private long loggedAt;
    private long times;

    public RateLimitedLog(Logger log, TimeSource time) {
        this.log = log;
        this.time = time;
    }

    /** @param message without secrets; of several messages within a minute only the first is logged */
    public void warn(String message) {
        long count = due();
        if (count == 1) {
            log.warn("{}", message);
        } else if (count > 1) {
            log.warn("{} ({} times since this was last logged)", message, count);
        }
    }

    /** How often it came since it was last logged; 0 when it is not to be logged now. */
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
