package io.mychat.gateway.redis.client;

import io.mychat.gateway.spi.time.TimeSource;
import java.time.Duration;
import org.slf4j.Logger;

/** A warning for what may come very often: said once in a minute at most, with how often it came. Safe for many threads. */
public final class ThrottledLog {

    private static final Duration PAUSE = Duration.ofMinutes(1);

    private final Logger log;
    private final TimeSource time;
    private boolean saidBefore;
    private long saidAt;
    private long times;

    public ThrottledLog(Logger log, TimeSource time) {
        this.log = log;
        this.time = time;
    }

    /** @param what without secrets and values; of several within a minute only the first is said */
    public void warn(String what) {
        long since = due();
        if (since > 0) {
            log.warn("{} ({} since this was last said)", what, since);
        }
    }

    /** How often it came since it was last said; 0 when it is not to be said now. */
    private synchronized long due() {
        times++;
        long now = time.nanoTime();
        if (saidBefore && now - saidAt < PAUSE.toNanos()) {
            return 0;
        }
        long since = times;
        saidBefore = true;
        saidAt = now;
        times = 0;
        return since;
    }
}
