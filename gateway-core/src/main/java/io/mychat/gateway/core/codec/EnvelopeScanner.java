package io.mychat.gateway.core.codec;

import io.mychat.gateway.spi.codec.DecodedMessage;
import io.mychat.gateway.spi.codec.EnvelopeBuilder;
import io.mychat.gateway.spi.codec.EnvelopeBuilder.Field;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Reads the messages that clients usually send, straight from their bytes: fields of plain names, each with a string, a
 * short integer or, for {@code data}, an object. It never decides about anything else: for that it returns null, and the
 * {@link MessageDecoder} reads the message from the beginning. So all refusals are those of the general reader. Used
 * once, by one thread.
 */
final class EnvelopeScanner {

    private static final String NO_DATA = "{}";
    /** Of objects and arrays inside {@code data}. */
    private static final int MAX_DEPTH = 8;

    private static final VarHandle WORDS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private static final char REPLACEMENT = '\uFFFD';

    private final byte[] bytes;
    private final int end;
    private final int deepest;
    private int at;

    /** Of the string that was read last: where it begins and ends, its escapes, and whether it has other characters. */
    private int from;

    private int to;
    private int escapes;
    private boolean isAscii;

    private EnvelopeScanner(byte[] bytes, int offset, int length, int maxDepth) {
        this.bytes = bytes;
        this.deepest = Math.min(MAX_DEPTH, maxDepth - 1);
        this.at = offset;
        this.end = offset + length;
    }

    /**
     * Reads a message.
     *
     * @param maxDepth the deepest nesting of objects and arrays
     * @param envelope takes the fields; it is of no use when the result is null
     * @return null: the general reader has to look at it
     */
    static @Nullable DecodedMessage scan(
            byte[] buffer, int offset, int length, int maxDepth, EnvelopeBuilder envelope) {
        return new EnvelopeScanner(buffer, offset, length, maxDepth).object(envelope) ? envelope.build(length) : null;
    }

    private boolean object(EnvelopeBuilder envelope) {
        if (next() != '{') {
            return false;
        }
        int separator;
        do {
            if (next() != '"' || !string() || escapes > 0 || !isAscii || !field(envelope)) {
                return false;
            }
            separator = next();
        } while (separator == ',');
        return separator == '}' && next() < 0;
    }

    /** Reads the value of the field whose name was read last. */
    private boolean field(EnvelopeBuilder envelope) {
        Field field = EnvelopeNames.of(bytes, from, to - from);
        if (next() != ':') {
            return false;
        }
        int first = next();
        if (first == '"') {
            return string() && (field == null ? isAscii : text(field, envelope));
        }
        if (JsonCharacters.isDigit(first)) {
            int begin = at - 1;
            return digits() && (field == null || number(field, begin, envelope));
        }
        return first == '{' && field == Field.DATA && dataObject(envelope);
    }

    private boolean text(Field field, EnvelopeBuilder envelope) {
        if (field == Field.CMD_ID) {
            return false;
        }
        String platform = field == Field.PLATFORM ? EnvelopeNames.platform(bytes, from, to - from) : null;
        String text = platform == null ? value() : platform;
        if (text == null) {
            return false;
        }
        switch (field) {
            case DATA -> envelope.data(text);
            case PLATFORM -> envelope.platform(text);
            default -> envelope.requestId(text, false);
        }
        return true;
    }

    private boolean number(Field field, int begin, EnvelopeBuilder envelope) {
        if (field == Field.REQUEST_ID) {
            envelope.requestId(new String(bytes, begin, at - begin, StandardCharsets.ISO_8859_1), true);
            return true;
        }
        if (field != Field.CMD_ID) {
            return false;
        }
        long value = 0;
        for (int i = begin; i < at; i++) {
            value = 10 * value + bytes[i] - '0';
        }
        envelope.cmdId(value);
        return true;
    }

    private boolean dataObject(EnvelopeBuilder envelope) {
        int begin = at - 1;
        if (deepest < 1 || !skipObject(1)) {
            return false;
        }
        String text = new String(bytes, begin, at - begin, StandardCharsets.UTF_8);
        if (text.indexOf(REPLACEMENT) >= 0) {
            return false;
        }
        envelope.data(text);
        return true;
    }

    /** Skips the rest of an object behind its brace, with valid members only. */
    private boolean skipObject(int depth) {
        int separator = next();
        if (separator == '}') {
            return true;
        }
        while (separator == '"' && string() && next() == ':' && skipValue(depth)) {
            separator = next();
            if (separator == '}') {
                return true;
            }
            separator = separator == ',' ? next() : -1;
        }
        return false;
    }

    private boolean skipArray(int depth) {
        int first = next();
        if (first == ']') {
            return true;
        }
        at--;
        while (first >= 0 && skipValue(depth)) {
            first = next();
            if (first != ',') {
                return first == ']';
            }
        }
        return false;
    }

    private boolean skipValue(int depth) {
        int first = next();
        return switch (first) {
            case '"' -> string();
            case '{' -> depth < deepest && skipObject(depth + 1);
            case '[' -> depth < deepest && skipArray(depth + 1);
            case 't' -> skip("rue");
            case 'f' -> skip("alse");
            case 'n' -> skip("ull");
            default -> JsonCharacters.isDigit(first) && digits();
        };
    }

    private boolean skip(String rest) {
        for (int i = 0; i < rest.length(); i++) {
            if (at == end || bytes[at++] != rest.charAt(i)) {
                return false;
            }
        }
        return isDelimited();
    }

    /** Reads the rest of an integer whose first digit was read. */
    private boolean digits() {
        int begin = at - 1;
        while (at < end && JsonCharacters.isDigit(bytes[at])) {
            at++;
        }
        int count = at - begin;
        return count <= JsonCharacters.MAX_DIGITS && (count == 1 || bytes[begin] != '0') && isDelimited();
    }

    /** Whether a number or a word ends here: fractions and exponents are for the general reader. */
    private boolean isDelimited() {
        if (at == end) {
            return false;
        }
        byte after = bytes[at];
        return after == ',' || after == '}' || after == ']' || JsonCharacters.isSpace(after);
    }

    /** Reads a string behind its first quote, and checks it but for its UTF-8. */
    private boolean string() {
        from = at;
        escapes = 0;
        isAscii = true;
        while (true) {
            skipPlain();
            if (at >= end) {
                return false;
            }
            byte b = bytes[at++];
            if (b == '"') {
                to = at - 1;
                return true;
            }
            if (b == '\\') {
                if (at == end || !JsonCharacters.isShortEscape(bytes[at++])) {
                    return false;
                }
                escapes++;
            } else if (b >= 0) {
                return false; // a control character
            } else {
                isAscii = false;
                while (at < end && bytes[at] < 0) {
                    at++;
                }
            }
        }
    }

    /** Goes on to the next byte that is special in a string, or beyond the end. */
    private void skipPlain() {
        int lastWord = bytes.length - Long.BYTES;
        while (at <= lastWord) {
            int plain = JsonCharacters.plainBytes((long) WORDS.get(bytes, at));
            at += plain;
            if (plain < Long.BYTES || at >= end) {
                return;
            }
        }
        while (at < end && JsonCharacters.isPlain(bytes[at])) {
            at++;
        }
    }

    /** The text of the string that was read last; null: it may be no UTF-8. */
    private @Nullable String value() {
        if (to - from == NO_DATA.length() && bytes[from] == '{' && bytes[from + 1] == '}') {
            return NO_DATA;
        }
        byte[] source = bytes;
        int begin = from;
        int length = to - from;
        if (escapes > 0) {
            source = unescaped();
            begin = 0;
            length = source.length;
        }
        if (isAscii) {
            return new String(source, begin, length, StandardCharsets.ISO_8859_1);
        }
        String text = new String(source, begin, length, StandardCharsets.UTF_8);
        return text.indexOf(REPLACEMENT) < 0 ? text : null;
    }

    private byte[] unescaped() {
        byte[] plain = new byte[to - from - escapes];
        int target = 0;
        for (int i = from; i < to; i++) {
            byte b = bytes[i];
            plain[target++] = b == '\\' ? (byte) JsonCharacters.meaning(bytes[++i]) : b;
        }
        return plain;
    }

    /** The next byte that is no space; -1 at the end. */
    private int next() {
        while (at < end && JsonCharacters.isSpace(bytes[at])) {
            at++;
        }
        return at < end ? bytes[at++] & 0xFF : -1;
    }
}
