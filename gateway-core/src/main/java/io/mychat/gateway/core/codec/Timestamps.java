package io.mychat.gateway.core.codec;

import java.time.Instant;

/**
 * Formats moments as {@link MessageEncoder#rfc3339} does, and keeps the last text: on a busy gateway many messages share a
 * millisecond. Thread-safe.
 */
public final class Timestamps {

    private volatile Last last = new Last(0, MessageEncoder.rfc3339(Instant.EPOCH));

    private record Last(long millis, String text) {}

    public String rfc3339(Instant at) {
        long millis = at.toEpochMilli();
        Last known = last;
        if (known.millis() != millis) {
            known = new Last(millis, MessageEncoder.rfc3339(at));
            last = known;
        }
        return known.text();
    }
}
