package io.mychat.gateway.spi.time;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
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

    private static final byte[] PATTERN = "0000-00-00T00:00:00.000Z".getBytes(StandardCharsets.ISO_8859_1);
    private static final long DAY = 86_400;
    /** The years with four digits, which the formatter is not needed for. */
    private static final long FIRST = Instant.parse("0000-01-01T00:00:00Z").getEpochSecond();

    private static final long LAST = Instant.parse("9999-12-31T23:59:59Z").getEpochSecond();

    private Timestamp() {}

    /**
     * RFC 3339 in UTC with {@code Z} and always three decimals: {@code 2025-01-08T10:30:00.000Z}. Smaller units are cut
     * off.
     */
    public static String of(Instant at) {
        long seconds = at.getEpochSecond();
        if (seconds < FIRST || seconds > LAST) {
            return MILLIS.format(at);
        }
        LocalDate day = LocalDate.ofEpochDay(Math.floorDiv(seconds, DAY));
        int second = (int) Math.floorMod(seconds, DAY);
        byte[] text = new byte[PATTERN.length];
        System.arraycopy(PATTERN, 0, text, 0, text.length);
        digits(text, 0, 4, day.getYear());
        digits(text, 5, 2, day.getMonthValue());
        digits(text, 8, 2, day.getDayOfMonth());
        digits(text, 11, 2, second / 3600);
        digits(text, 14, 2, second / 60 % 60);
        digits(text, 17, 2, second % 60);
        digits(text, 20, 3, at.getNano() / 1_000_000);
        return new String(text, StandardCharsets.ISO_8859_1);
    }

    private static void digits(byte[] text, int from, int count, int number) {
        int rest = number;
        for (int i = from + count - 1; i >= from; i--) {
            text[i] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
    }
}
