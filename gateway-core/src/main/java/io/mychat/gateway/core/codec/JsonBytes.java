package io.mychat.gateway.core.codec;

import io.mychat.gateway.spi.codec.PayloadBuffer;
import java.nio.charset.StandardCharsets;

/**
 * Writes JSON as UTF-8, for the few texts that every message needs. A general writer would cost more than the rest of a
 * heartbeat (docs/performance.md). The bytes are the same as Jackson's. Not thread-safe.
 */
final class JsonBytes {

    /** The quotes of a string. */
    static final int QUOTES = 2;

    private static final int REPLACEMENT = 0xFFFD;
    private static final int LONG_ESCAPE = 6;
    private static final String HEX = "0123456789ABCDEF";
    private static final byte QUOTE = '"';

    private final PayloadBuffer into;

    JsonBytes(PayloadBuffer into) {
        this.into = into;
    }

    static byte[] ascii(String json) {
        return json.getBytes(StandardCharsets.US_ASCII);
    }

    /** Appends the quote at an end of a string. */
    JsonBytes quote() {
        into.append(QUOTE);
        return this;
    }

    /** Appends JSON unchanged. */
    JsonBytes raw(byte[] json) {
        into.append(json);
        return this;
    }

    /** Appends a number. */
    JsonBytes number(long value) {
        if (value < 0) {
            return raw(ascii(Long.toString(value))); // which nothing of the gateway's own is
        }
        int digits = digits(value);
        byte[] bytes = into.reserve(digits);
        int start = into.length();
        long rest = value;
        for (int at = start + digits - 1; at >= start; at--) {
            bytes[at] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
        into.advance(digits);
        return this;
    }

    /** The digits of a number, and its sign. */
    static int digits(long value) {
        if (value < 0) {
            return Long.toString(value).length();
        }
        int digits = 1;
        for (long rest = value; rest >= 10; rest /= 10) {
            digits++;
        }
        return digits;
    }

    /** Appends a string with its quotes. A lone surrogate becomes U+FFFD. */
    JsonBytes string(String text) {
        return string(text, length(text));
    }

    /** @param length the text's {@link #length} */
    JsonBytes string(String text, int length) {
        byte[] target = into.reserve(length + QUOTES);
        int at = into.length();
        target[at++] = QUOTE;
        if (length == text.length()) {
            copy(text, target, at);
            at += length;
        } else {
            at = write(text, target, at, false);
        }
        target[at] = QUOTE;
        into.advance(length + QUOTES);
        return this;
    }

    /** Copies a text of ASCII: the lower halves of its characters, which nothing else copies at once. */
    @SuppressWarnings("deprecation")
    private static void copy(String text, byte[] target, int at) {
        text.getBytes(0, text.length(), target, at);
    }

    /** The number of characters at the beginning that are their own bytes. A short loop: compilers make the most of it. */
    private static int plainBeginning(String text) {
        int length = text.length();
        for (int i = 0; i < length; i++) {
            char c = text.charAt(i);
            if (c < ' ' || c >= 0x80 || isEscaped(c)) {
                return i;
            }
        }
        return length;
    }

    /** The bytes of a string without its quotes. */
    static int length(String text) {
        int plain = plainBeginning(text);
        return plain == text.length() ? plain : length(text, plain, false);
    }

    private static int length(String text, int from, boolean nested) {
        int length = text.length();
        for (int i = from; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c >= 0x80) {
                length += c < 0x800 ? 1 : 2;
                if (Character.isHighSurrogate(c)
                        && i + 1 < text.length()
                        && Character.isLowSurrogate(text.charAt(i + 1))) {
                    i++; // four bytes for both
                }
            } else if (c < ' ') {
                length += (escape(c) == 0 ? LONG_ESCAPE - 1 : 1) + (nested ? 1 : 0);
            } else if (isEscaped(c)) {
                length += nested ? 3 : 1;
            }
        }
        return length;
    }

    /** Appends the inside of a string of JSON that is itself inside a string. A lone surrogate becomes U+FFFD. */
    JsonBytes nested(String text) {
        return nested(text, nestedLength(text));
    }

    /** @param length the text's {@link #nestedLength} */
    JsonBytes nested(String text, int length) {
        byte[] target = into.reserve(length);
        int at = into.length();
        if (length == text.length()) {
            copy(text, target, at);
        } else {
            int unused = write(text, target, at, true);
        }
        into.advance(length);
        return this;
    }

    /** The bytes of {@link #nested}. */
    static int nestedLength(String text) {
        int plain = plainBeginning(text);
        return plain == text.length() ? plain : length(text, plain, true);
    }

    /** A character outside ASCII. */
    private static int character(int codePoint, byte[] target, int at) {
        boolean lone = codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE;
        return utf8(lone ? REPLACEMENT : codePoint, target, at);
    }

    /** @param nested whether each backslash is itself escaped, and the quote behind it */
    private static int write(String text, byte[] target, int from, boolean nested) {
        int at = from;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c >= 0x80) {
                int codePoint = text.codePointAt(i);
                i += Character.charCount(codePoint) - 1;
                at = character(codePoint, target, at);
            } else if (c < ' ') {
                if (nested) {
                    target[at++] = '\\';
                }
                at = control(c, target, at);
            } else {
                if (isEscaped(c)) {
                    target[at++] = '\\';
                    if (nested) {
                        target[at++] = '\\';
                        target[at++] = '\\';
                    }
                }
                target[at++] = (byte) c;
            }
        }
        return at;
    }

    private static int control(char c, byte[] target, int from) {
        int at = from;
        target[at++] = '\\';
        byte escape = escape(c);
        if (escape != 0) {
            target[at++] = escape;
            return at;
        }
        target[at++] = 'u';
        target[at++] = '0';
        target[at++] = '0';
        target[at++] = (byte) HEX.charAt(c >> 4);
        target[at++] = (byte) HEX.charAt(c & 0xF);
        return at;
    }

    private static int utf8(int codePoint, byte[] target, int from) {
        int at = from;
        if (codePoint < 0x800) {
            target[at++] = (byte) (0xC0 | (codePoint >> 6));
        } else {
            if (codePoint < 0x10000) {
                target[at++] = (byte) (0xE0 | (codePoint >> 12));
            } else {
                target[at++] = (byte) (0xF0 | (codePoint >> 18));
                target[at++] = (byte) (0x80 | ((codePoint >> 12) & 0x3F));
            }
            target[at++] = (byte) (0x80 | ((codePoint >> 6) & 0x3F));
        }
        target[at++] = (byte) (0x80 | (codePoint & 0x3F));
        return at;
    }

    /** The letter behind the backslash of a control character; 0: it has none. */
    private static byte escape(char c) {
        return switch (c) {
            case '\b' -> 'b';
            case '\t' -> 't';
            case '\n' -> 'n';
            case '\f' -> 'f';
            case '\r' -> 'r';
            default -> 0;
        };
    }

    private static boolean isEscaped(char c) {
        return c == '"' || c == '\\';
    }
}
