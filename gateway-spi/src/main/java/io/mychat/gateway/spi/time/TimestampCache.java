package io.mychat.gateway.spi.time;

import java.time.Instant;

/**
 * Formats moments as {@link Timestamp#of} does, and keeps the last text: on a busy gateway many messages share a
 * millisecond. Thread-safe.
 *
 * @since 0.1.0
 */
public final class TimestampCache {

    /** Of a text whose year has four digits. */
    private static final int LENGTH = "2026-01-01T00:00:00.000Z".length();

    private static final int SECOND = 1000;

    private volatile Last last = new Last(0, Timestamp.of(Instant.EPOCH));

    private record Last(long millis, String text) {}

    /** As {@link Timestamp#of}. */
    public String rfc3339(Instant at) {
        long millis = at.toEpochMilli();
        Last known = last;
        if (known.millis() != millis) {
            known = new Last(millis, text(at, millis, known));
            last = known;
        }
        return known.text();
    }

    /** Moments of one second differ in their last digits only. */
    private static String text(Instant at, long millis, Last known) {
        String before = known.text();
        if (before.length() != LENGTH || Math.floorDiv(millis, SECOND) != Math.floorDiv(known.millis(), SECOND)) {
            return Timestamp.of(at);
        }
        int digits = Math.floorMod(millis, SECOND);
        return before.substring(0, LENGTH - "000Z".length())
                + (char) ('0' + digits / 100)
                + (char) ('0' + digits / 10 % 10)
                + (char) ('0' + digits % 10)
                + 'Z';
    }
}
