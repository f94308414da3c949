package io.mychat.gateway.core.http.events;

import io.mychat.gateway.core.codec.Utf8;
import java.util.Optional;

/**
 * The messages in one body: an object, or an array of them. Only their borders are looked for; the codec reads each one,
 * as it reads one frame of a WebSocket. Borders are looked for again instead of being kept, because a body of commas has
 * as many as bytes.
 *
 * @param size how many messages there are
 * @param first the first byte of the first one
 * @param isArray whether the body is an array
 */
record EnvelopeList(byte[] body, int size, int first, boolean isArray) {

    /** Empty when the body is not UTF-8, or neither an object nor an array with elements that end. */
    static Optional<EnvelopeList> of(byte[] body) {
        int from = skipSpace(body, 0);
        if (from == body.length || !Utf8.isValid(body)) {
            return Optional.empty();
        }
        if (body[from] == '{') {
            return Optional.of(new EnvelopeList(body, 1, from, false));
        }
        return body[from] == '[' ? array(body, skipSpace(body, from + 1)) : Optional.empty();
    }

    private static Optional<EnvelopeList> array(byte[] body, int first) {
        boolean isEmpty = first < body.length && body[first] == ']';
        int end = first;
        int size = 0;
        if (!isEmpty) {
            end = endOfElement(body, first);
            size = 1;
            while (end < body.length && body[end] == ',') {
                end = endOfElement(body, end + 1);
                size++;
            }
        }
        boolean isWhole = end < body.length && skipSpace(body, end + 1) == body.length;
        return isWhole ? Optional.of(new EnvelopeList(body, size, first, true)) : Optional.empty();
    }

    /** The byte behind the message that begins at {@code from}. */
    int end(int from) {
        return isArray ? endOfElement(body, from) : body.length;
    }

    /** The first byte of the message behind the one that ends at {@code end}. */
    int next(int end) {
        return skipSpace(body, end + 1);
    }

    /** The comma or bracket behind an element; the length of the body when there is none. */
    private static int endOfElement(byte[] body, int from) {
        int depth = 0;
        boolean quoted = false;
        for (int at = from; at < body.length; at++) {
            byte next = body[at];
            if (quoted) {
                if (next == '\\') {
                    at++;
                } else if (next == '"') {
                    quoted = false;
                }
            } else if (next == '"') {
                quoted = true;
            } else if (next == '{' || next == '[') {
                depth++;
            } else if (depth > 0 && (next == '}' || next == ']')) {
                depth--;
            } else if (depth == 0 && (next == ',' || next == ']')) {
                return at;
            }
        }
        return body.length;
    }

    private static int skipSpace(byte[] body, int from) {
        int at = from;
        while (at < body.length && (body[at] == ' ' || body[at] == '\n' || body[at] == '\r' || body[at] == '\t')) {
            at++;
        }
        return at;
    }
}
