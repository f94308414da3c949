package io.mychat.gateway.alerts.delivery;

import java.time.Duration;

/** So many notifications in a minute, in bursts of a third of them. Not thread-safe. */
final class TokenBucket {

    private static final long MINUTE = Duration.ofMinutes(1).toNanos();

    private final long nanosPerToken;
    private final long full;
    /** What has been saved up, in nanoseconds. */
    private long saved;

    private long at;

    TokenBucket(int perMinute, long nanos) {
        this.nanosPerToken = MINUTE / perMinute;
        this.full = nanosPerToken * Math.max(1, perMinute / 3);
        this.saved = full;
        this.at = nanos;
    }

    /** Takes a token. @return zero, or how long until there is one: then none was taken */
    Duration take(long nanos) {
        saved = Math.min(full, saved + (nanos - at));
        at = nanos;
        if (saved >= nanosPerToken) {
            saved -= nanosPerToken;
            return Duration.ZERO;
        }
        return Duration.ofNanos(nanosPerToken - saved);
    }
}
