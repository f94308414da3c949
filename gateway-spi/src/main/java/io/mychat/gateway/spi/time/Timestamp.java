package io.mychat.gateway.spi.time;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;

/**
 * The text of a moment. The only form that is visible outside the gateway (protocol.md 1.1) is that of {@link #of}.
 *
 * @since 0.1.0
 */
public final class Timestamp {

    private static final DateTimeFormatter MILLIS =
            new DateTimeFormatterBuilder().appendInstant(3).toFormatter();

    private static final byte[] PATTERN = "0000-00-00T00:00:00.000Z".getBytes(StandardCharsets.ISO_8859_1);
    /** The characters of a moment in front of its decimals, and with all nine of them. */
    private static final int WHOLE_SECONDS = "2025-01-08T10:30:00".length();

    private static final int LONGEST_SECONDS = WHOLE_SECONDS + ".123456789".length();
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

    /**
     * Reads a moment as {@link Instant#parse} does; years with four digits, in UTC, without its formatter.
     *
     * @throws java.time.DateTimeException when it is none
     */
    public static Instant parse(String text) {
        if (!isUsual(text)) {
            return Instant.parse(text);
        }
        int hour = number(text, 11, 13);
        int minute = number(text, 14, 16);
        int second = number(text, 17, WHOLE_SECONDS);
        if (hour > 23 || minute > 59 || second > 59) {
            return Instant.parse(text); // which knows the end of a day, and leap seconds
        }
        LocalDate day = LocalDate.of(number(text, 0, 4), number(text, 5, 7), number(text, 8, 10));
        int end = text.length() - 1;
        int nanos = 0;
        for (int i = WHOLE_SECONDS + 1; i < LONGEST_SECONDS; i++) {
            nanos = 10 * nanos + (i < end ? text.charAt(i) - '0' : 0);
        }
        return Instant.ofEpochSecond(DAY * day.toEpochDay() + 3600L * hour + 60L * minute + second, nanos);
    }

    private static boolean isUsual(String text) {
        int end = text.length() - 1;
        if (end < WHOLE_SECONDS || end > LONGEST_SECONDS || end == WHOLE_SECONDS + 1 || text.charAt(end) != 'Z') {
            return false;
        }
        for (int i = 0; i < end; i++) {
            char c = text.charAt(i);
            int expected = i < PATTERN.length - 1 ? PATTERN[i] : '0';
            if (expected == '0' ? c < '0' || c > '9' : c != expected) {
                return false;
            }
        }
        return true;
    }

    private static int number(String text, int from, int to) {
        int number = 0;
        for (int i = from; i < to; i++) {
            number = 10 * number + text.charAt(i) - '0';
        }
        return number;
    }

    private static void digits(byte[] text, int from, int count, int number) {
        int rest = number;
        for (int i = from + count - 1; i >= from; i--) {
            text[i] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
    }
}
