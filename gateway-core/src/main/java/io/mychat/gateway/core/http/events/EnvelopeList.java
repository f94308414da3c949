package io.mychat.gateway.core.http.events;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The messages in one body: an object, or an array of them. Only their borders are looked for; the codec reads each one,
 * as it reads one frame of a WebSocket.
 *
 * @param borders the first byte of each message and the byte behind it, one after the other
 */
record EnvelopeList(byte[] body, List<Integer> borders) {

    /** Empty when the body is not UTF-8, or neither an object nor an array with elements that end. */
    static Optional<EnvelopeList> of(byte[] body) {
        int from = skipSpace(body, 0);
        if (from == body.length || !isUtf8(body)) {
            return Optional.empty();
        }
        if (body[from] == '{') {
            return Optional.of(new EnvelopeList(body, List.of(from, body.length)));
        }
        return body[from] == '[' ? elements(body, from + 1) : Optional.empty();
    }

    int size() {
        return borders.size() / 2;
    }

    int from(int index) {
        return borders.get(2 * index);
    }

    int length(int index) {
        return borders.get(2 * index + 1) - from(index);
    }

    private static Optional<EnvelopeList> elements(byte[] body, int first) {
        List<Integer> borders = new ArrayList<>();
        int depth = 0;
        boolean quoted = false;
        int begin = skipSpace(body, first);
        for (int at = begin; at < body.length; at++) {
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
                boolean isEmpty = next == ']' && borders.isEmpty() && begin == at;
                if (!isEmpty) {
                    borders.add(begin);
                    borders.add(at);
                }
                if (next == ']') {
                    boolean isWhole = skipSpace(body, at + 1) == body.length;
                    return isWhole ? Optional.of(new EnvelopeList(body, borders)) : Optional.empty();
                }
                begin = skipSpace(body, at + 1);
            }
        }
        return Optional.empty();
    }

    private static int skipSpace(byte[] body, int from) {
        int at = from;
        while (at < body.length && (body[at] == ' ' || body[at] == '\n' || body[at] == '\r' || body[at] == '\t')) {
            at++;
        }
        return at;
    }

    private static boolean isUtf8(byte[] bytes) {
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
            return true;
        } catch (CharacterCodingException e) {
            return false;
        }
    }
}
