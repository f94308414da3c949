package io.mychat.gateway.core.codec;

/** What JSON says of single characters and bytes, for the readers of the usual forms. */
final class JsonCharacters {

    /** Digits of a number that fits into a long for sure. */
    static final int MAX_DIGITS = 18;

    private JsonCharacters() {}

    static boolean isSpace(int c) {
        return c == ' ' || c == '\n' || c == '\r' || c == '\t';
    }

    static boolean isDigit(int c) {
        return c >= '0' && c <= '9';
    }

    /** Whether an escape has one character behind the backslash: not the one of four digits. */
    static boolean isShortEscape(int c) {
        return c == '"' || c == '\\' || c == '/' || c == 'b' || c == 'f' || c == 'n' || c == 'r' || c == 't';
    }

    /** The character of a short escape. */
    static char meaning(int escape) {
        return switch (escape) {
            case 'b' -> '\b';
            case 'f' -> '\f';
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            default -> (char) escape;
        };
    }
}
