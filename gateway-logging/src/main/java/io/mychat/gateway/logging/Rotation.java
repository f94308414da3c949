package io.mychat.gateway.logging;

import java.util.Locale;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * When the log's file is rotated, and how many old files are kept.
 *
 * @param bytes the size that a file reaches before it is rotated
 * @param daily whether each day has a file of its own, else each month
 */
record Rotation(long bytes, int files, boolean daily) {

    private static final long SMALLEST_FILE = 1024;
    /** At most nine digits, so that the number of bytes fits into a long. */
    private static final Pattern SIZE = Pattern.compile("(?<number>\\d{1,9}) ?(?<unit>[KMG])B");

    /** The bytes of a text such as {@code 100MB}; empty when it is not a size, or too small a one. */
    static OptionalLong bytes(String text) {
        Matcher size = SIZE.matcher(text.trim().toUpperCase(Locale.ROOT));
        if (!size.matches()) {
            return OptionalLong.empty();
        }
        int shift = switch (size.group("unit")) {
            case "K" -> 10;
            case "M" -> 20;
            default -> 30;
        };
        long bytes = Long.parseLong(size.group("number")) << shift;
        return bytes < SMALLEST_FILE ? OptionalLong.empty() : OptionalLong.of(bytes);
    }
}
