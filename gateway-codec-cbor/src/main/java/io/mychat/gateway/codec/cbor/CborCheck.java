package io.mychat.gateway.codec.cbor;

import org.jspecify.annotations.Nullable;

/**
 * Checks that bytes are one well-formed CBOR item (RFC 8949 appendix C) of which every part has a counterpart in JSON:
 * integers, finite floats, UTF-8 texts, arrays, maps with texts as keys, true, false, null and undefined. A reader that
 * comes after it meets no tag, no byte string and no surprise. Used by one thread, for one message.
 */
final class CborCheck {

    private static final int INDEFINITE = 31;
    private static final int BREAK = 0xFF;
    private static final int BAD = -1;

    private final byte[] bytes;
    private final int end;
    private final int maxDepth;
    private @Nullable String fault;

    private CborCheck(byte[] bytes, int end, int maxDepth) {
        this.bytes = bytes;
        this.end = end;
        this.maxDepth = maxDepth;
    }

    /**
     * Checks one message.
     *
     * @param maxDepth the deepest nesting of arrays and maps; the recursion goes as deep
     * @return a sentence about the first fault; null: there is none
     */
    static @Nullable String fault(byte[] bytes, int offset, int length, int maxDepth) {
        CborCheck check = new CborCheck(bytes, offset + length, maxDepth);
        int next = check.item(offset, 0);
        return next == BAD || next == check.end ? check.fault : "There are bytes behind the message.";
    }

    /** @return the index behind the item; {@link #BAD} after a fault */
    private int item(int at, int depth) {
        if (at >= end) {
            return tooShort();
        }
        int head = bytes[at] & 0xFF;
        int info = head & 0x1F;
        if (info > 27 && info < INDEFINITE) {
            return refuse("The message has a reserved length.");
        }
        return switch (head >> 5) {
            case 0, 1 -> info == INDEFINITE ? refuse("An integer has no length.") : within(at + headBytes(info));
            case 2 -> refuse("Byte strings have no counterpart in JSON: send a text, such as base64.");
            case 3 -> text(at);
            case 4 -> items(at, depth, false);
            case 5 -> items(at, depth, true);
            case 6 -> refuse("Tags are not used.");
            default -> simple(at, info);
        };
    }

    private int items(int at, int depth, boolean map) {
        if (depth == maxDepth) {
            return refuse("The message is nested more than " + maxDepth + " deep.");
        }
        boolean indefinite = (bytes[at] & 0x1F) == INDEFINITE;
        long left = indefinite ? Long.MAX_VALUE : argument(at);
        int next = at + (indefinite ? 1 : headBytes(bytes[at] & 0x1F));
        // Every item has at least one byte: a count that cannot be true is not counted to.
        if (left < 0 || (!indefinite && left > end - next)) {
            return tooShort();
        }
        for (; left > 0; left--) {
            if (indefinite && isBreak(next)) {
                return next + 1;
            }
            if (map) {
                next = key(next);
            }
            if (next != BAD) {
                next = item(next, depth + 1);
            }
            if (next == BAD) {
                return BAD;
            }
        }
        return next;
    }

    private int key(int at) {
        if (at >= end) {
            return tooShort();
        }
        return (bytes[at] & 0xFF) >> 5 == 3 ? item(at, maxDepth) : refuse("The keys of a map are texts.");
    }

    private int text(int at) {
        int info = bytes[at] & 0x1F;
        if (info != INDEFINITE) {
            return chunk(at);
        }
        int next = at + 1;
        while (next != BAD && !isBreak(next)) {
            if (next >= end) {
                return tooShort();
            }
            int head = bytes[next] & 0xFF;
            boolean chunk = head >> 5 == 3 && (head & 0x1F) <= 27;
            next = chunk ? chunk(next) : refuse("The parts of a text are texts with a length.");
        }
        return next == BAD ? BAD : next + 1;
    }

    private int chunk(int at) {
        long length = argument(at);
        int start = at + headBytes(bytes[at] & 0x1F);
        if (length < 0 || length > end - start) {
            return tooShort();
        }
        int next = start + (int) length;
        return Utf8.isValid(bytes, start, next) ? next : refuse("A text is not UTF-8.");
    }

    private int simple(int at, int info) {
        int next = at + headBytes(info);
        return switch (info) {
            case 20, 21, 22, 23 -> next; // false, true, null, undefined
            case 25 -> floating(at, next, 0x7C00L);
            case 26 -> floating(at, next, 0x7F80_0000L);
            case 27 -> floating(at, next, 0x7FF0_0000_0000_0000L);
            case INDEFINITE -> refuse("There is an end without a beginning.");
            default -> refuse("Simple values other than true, false, null and undefined are not used.");
        };
    }

    /** @param exponent the bits that are all set in an infinity and in what is no number */
    private int floating(int at, int next, long exponent) {
        if (next > end) {
            return tooShort();
        }
        return (bits(at) & exponent) == exponent ? refuse("NaN and infinity have no counterpart in JSON.") : next;
    }

    /** The argument of a head (RFC 8949 section 3); negative when it is not there or beyond 2^63. */
    private long argument(int at) {
        int info = bytes[at] & 0x1F;
        if (info < 24) {
            return info;
        }
        return at + headBytes(info) > end ? -1 : bits(at);
    }

    private long bits(int at) {
        long value = 0;
        for (int i = at + 1; i < at + headBytes(bytes[at] & 0x1F); i++) {
            value = value << 8 | (bytes[i] & 0xFF);
        }
        return value;
    }

    private static int headBytes(int info) {
        return info < 24 || info == INDEFINITE ? 1 : 1 + (1 << (info - 24));
    }

    private boolean isBreak(int at) {
        return at < end && (bytes[at] & 0xFF) == BREAK;
    }

    private int within(int next) {
        return next <= end ? next : tooShort();
    }

    private int tooShort() {
        return refuse("The message ends too early.");
    }

    private int refuse(String sentence) {
        fault = sentence;
        return BAD;
    }
}
