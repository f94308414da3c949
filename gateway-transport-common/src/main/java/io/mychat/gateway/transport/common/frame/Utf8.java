package io.mychat.gateway.transport.common.frame;

/**
 * Checks UTF-8 in pieces (RFC 3629: no surrogates, no overlong forms, nothing above U+10FFFF). The state between two
 * pieces is one int: {@link #START} between characters, otherwise the number of missing bytes and the bounds of the
 * next byte.
 */
final class Utf8 {

    static final int START = 0;
    static final int INVALID = -1;

    private static final int LAST = state(1, 0x80, 0xBF);
    private static final int LAST_TWO = state(2, 0x80, 0xBF);

    private Utf8() {}

    /** The state after these bytes, or {@link #INVALID}. */
    static int check(int before, byte[] buffer, int from, int to) {
        int state = before;
        for (int at = from; at < to; at++) {
            byte next = buffer[at];
            if (state == START) {
                if (next < 0) {
                    state = lead(next & 0xFF);
                    if (state == INVALID) {
                        return INVALID;
                    }
                }
            } else {
                int value = next & 0xFF;
                if (value < ((state >> 8) & 0xFF) || value > (state & 0xFF)) {
                    return INVALID;
                }
                int missing = (state >> 16) - 1;
                state = missing == 0 ? START : missing == 1 ? LAST : LAST_TWO;
            }
        }
        return state;
    }

    private static int lead(int value) {
        if (value < 0xC2) {
            return INVALID;
        }
        if (value < 0xE0) {
            return LAST;
        }
        if (value < 0xF0) {
            return value == 0xE0 ? state(2, 0xA0, 0xBF) : value == 0xED ? state(2, 0x80, 0x9F) : LAST_TWO;
        }
        if (value > 0xF4) {
            return INVALID;
        }
        return value == 0xF0 ? state(3, 0x90, 0xBF) : value == 0xF4 ? state(3, 0x80, 0x8F) : state(3, 0x80, 0xBF);
    }

    private static int state(int missing, int lowest, int highest) {
        return missing << 16 | lowest << 8 | highest;
    }
}
