package io.mychat.gateway.core.codec;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import io.mychat.gateway.spi.codec.PayloadBuffer;
import java.nio.charset.StandardCharsets;

/**
 * Writes JSON as UTF-8, for the few texts that every message needs. A general writer would cost more than the rest of a
 * heartbeat (docs/performance.md). Text outside plain ASCII is passed to Jackson. Not thread-safe.
 */
final class JsonBytes {

    private static final int LONGEST_NUMBER = 20;
    private static final byte QUOTE = '"';

    private final PayloadBuffer into;

    JsonBytes(PayloadBuffer into) {
        this.into = into;
    }

    static byte[] ascii(String json) {
        return json.getBytes(StandardCharsets.US_ASCII);
    }

    /** Appends JSON unchanged. */
    JsonBytes raw(byte[] json) {
        into.append(json);
        return this;
    }

    /** Appends a number that is not negative. */
    JsonBytes number(long value) {
        byte[] bytes = into.reserve(LONGEST_NUMBER);
        int start = into.length();
        int digits = 1;
        for (long rest = value; rest >= 10; rest /= 10) {
            digits++;
        }
        long rest = value;
        for (int at = start + digits - 1; at >= start; at--) {
            bytes[at] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
        into.advance(digits);
        return this;
    }

    /** Appends a string with its quotes. It must have no lone surrogate. */
    JsonBytes string(String text) {
        int count = text.length();
        int plain = 0;
        int escapes = 0;
        for (; plain < count; plain++) {
            char c = text.charAt(plain);
            if (c < ' ' || c > '~') {
                break;
            }
            escapes += isEscaped(c) ? 1 : 0;
        }
        byte[] target = into.reserve(plain + escapes + 2);
        int start = into.length();
        int at = start;
        target[at++] = QUOTE;
        for (int i = 0; i < plain; i++) {
            char c = text.charAt(i);
            if (isEscaped(c)) {
                target[at++] = '\\';
            }
            target[at++] = (byte) c;
        }
        into.advance(at - start);
        if (plain < count) {
            into.append(JsonStringEncoder.getInstance().quoteAsUTF8(text.substring(plain)));
        }
        into.append(QUOTE);
        return this;
    }

    private static boolean isEscaped(char c) {
        return c == '"' || c == '\\';
    }
}
