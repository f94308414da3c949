package io.mychat.gateway.spi.time;

import java.time.Instant;

/**
 * Formats moments as {@link Timestamp#of} does, and keeps the last text: on a busy gateway many messages share a
 * millisecond. Thread-safe.
 *
 * @since 0.1.0
 */
public final class TimestampCache {

    private volatile Last last = new Last(0, Timestamp.of(Instant.EPOCH));

    private record Last(long millis, String text) {}

    /** As {@link Timestamp#of}. */
    public String rfc3339(Instant at) {
        long millis = at.toEpochMilli();
        Last known = last;
        if (known.millis() != millis) {
            known = new Last(millis, Timestamp.of(at));
            last = known;
        }
        return known.text();
    }
}
