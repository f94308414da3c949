package io.mychat.gateway.core.codec;

/** What JSON says of single characters and bytes, for the readers of the usual forms. */
final class JsonCharacters {

    /** Digits of a number that fits into a long for sure. */
    static final int MAX_DIGITS = 18;

    /** The lowest, and the highest, bit of each byte of a word. */
    private static final long LOWEST = 0x0101_0101_0101_0101L;

    private static final long HIGHEST = LOWEST << 7;

    private JsonCharacters() {}

    /** Whether a byte of a string stands for itself: ASCII, no quote, backslash or control character. */
    static boolean isPlain(byte b) {
        return b >= ' ' && b != '"' && b != '\\';
    }

    /** As {@link #isPlain}: how many of the eight bytes of a word are, before the first one that is not; the lowest byte is the first. */
    static int plainBytes(long word) {
        long control = (word - LOWEST * ' ') & ~word;
        long quote = zeroBytes(word ^ (LOWEST * '"'));
        long backslash = zeroBytes(word ^ (LOWEST * '\\'));
        long special = (word | control | quote | backslash) & HIGHEST;
        return Long.numberOfTrailingZeros(special) / Byte.SIZE;
    }

    /** Has the highest bit of each byte that is zero; above the first one, bits may be set without reason. */
    private static long zeroBytes(long word) {
        return (word - LOWEST) & ~word;
    }

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
