package io.mychat.gateway.core.codec;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Writes JSON as UTF-8 into one array, for the few texts that every message needs. A general writer would cost more
 * than the rest of a heartbeat (docs/performance.md). Text outside plain ASCII is passed to Jackson. Not thread-safe.
 */
final class JsonBytes {

    private static final int ROOM = 320;
    private static final int LONGEST_NUMBER = 20;
    private static final byte[] QUOTE = {'"'};

    private byte[] bytes = new byte[ROOM];
    private int length;

    static byte[] ascii(String json) {
        return json.getBytes(StandardCharsets.US_ASCII);
    }

    /** Appends JSON unchanged. */
    JsonBytes raw(byte[] json) {
        reserve(json.length);
        System.arraycopy(json, 0, bytes, length, json.length);
        length += json.length;
        return this;
    }

    /** Appends a number that is not negative. */
    JsonBytes number(long value) {
        reserve(LONGEST_NUMBER);
        int digits = 1;
        for (long rest = value; rest >= 10; rest /= 10) {
            digits++;
        }
        long rest = value;
        for (int at = length + digits - 1; at >= length; at--) {
            bytes[at] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
        length += digits;
        return this;
    }

    /** Appends a string with its quotes. It must have no lone surrogate. */
    JsonBytes string(String text) {
        int count = text.length();
        reserve(2 * count + 2);
        byte[] target = bytes;
        int at = length;
        target[at++] = '"';
        for (int i = 0; i < count; i++) {
            char c = text.charAt(i);
            if (c < ' ' || c > '~') {
                length = at;
                return raw(JsonStringEncoder.getInstance().quoteAsUTF8(text.substring(i)))
                        .raw(QUOTE);
            }
            if (c == '"' || c == '\\') {
                target[at++] = '\\';
            }
            target[at++] = (byte) c;
        }
        target[at++] = '"';
        length = at;
        return this;
    }

    byte[] toByteArray() {
        return Arrays.copyOf(bytes, length);
    }

    private void reserve(int count) {
        if (bytes.length - length < count) {
            bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, length + count));
        }
    }
}
