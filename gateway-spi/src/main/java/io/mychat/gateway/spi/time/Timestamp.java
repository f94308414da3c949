package io.mychat.gateway.spi.time;

import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;

/**
 * Formats a moment in the only form that is visible outside the gateway (protocol.md 1.1).
 *
 * @since 0.1.0
 */
public final class Timestamp {

    private static final DateTimeFormatter MILLIS =
            new DateTimeFormatterBuilder().appendInstant(3).toFormatter();

    private Timestamp() {}

    /**
     * RFC 3339 in UTC with {@code Z} and always three decimals: {@code 2025-01-08T10:30:00.000Z}. Smaller units are cut
     * off.
     */
    public static String of(Instant at) {
        return MILLIS.format(at);
    }
}
