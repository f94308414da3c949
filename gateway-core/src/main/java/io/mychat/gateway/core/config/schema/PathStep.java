package io.mychat.gateway.core.config.schema;

import org.jspecify.annotations.Nullable;

/**
 * One step of a JSON path: {@code .name}, {@code ['any name']} or {@code [7]}.
 *
 * @param text the name, or the digits of the element's number
 * @param end where the next step begins
 */
record PathStep(String text, boolean isElement, int end) {

    private static final int MAX_DIGITS = 7;

    /** The step that begins at this index; null: there is none. */
    static @Nullable PathStep at(String path, int from) {
        if (path.charAt(from) == '.') {
            int end = endOfName(path, from + 1);
            return end == from + 1 ? null : new PathStep(path.substring(from + 1, end), false, end);
        }
        boolean isQuoted = path.startsWith("['", from);
        int start = isQuoted ? from + 2 : from + 1;
        int end = isQuoted ? path.indexOf('\'', start) : endOfDigits(path, start);
        String closing = isQuoted ? "']" : "]";
        if (path.charAt(from) != '[' || !path.startsWith(closing, end) || (!isQuoted && end == start)) {
            return null;
        }
        return new PathStep(path.substring(start, end), !isQuoted, end + closing.length());
    }

    /** The name; the number of an element, unless it has too many digits for one. */
    Object value() {
        return isElement && text.length() < MAX_DIGITS ? (Object) Integer.valueOf(text) : text;
    }

    private static int endOfName(String path, int from) {
        int end = from;
        while (end < path.length() && isOfName(path.charAt(end), end == from)) {
            end++;
        }
        return end;
    }

    private static boolean isOfName(char c, boolean isFirst) {
        boolean isLetter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
        return isLetter || (!isFirst && (isDigit(c) || c == '-'));
    }

    private static int endOfDigits(String path, int from) {
        int end = from;
        while (end < path.length() && isDigit(path.charAt(end))) {
            end++;
        }
        return end;
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }
}
