package io.mychat.gateway.transport.undertow.accept;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Bytes of a request's head as they come, each looked at once. One thread at a time. */
final class HeadBuffer {

    private static final byte[] NOTHING = {};

    private final HeadLimits limits;
    private byte[] bytes = NOTHING;
    private int length;
    private int scanned;
    private boolean emptyLineSeen;
    private boolean lineChecked;

    HeadBuffer(HeadLimits limits) {
        this.limits = limits;
    }

    void append(ByteBuffer more) {
        int count = more.remaining();
        if (length + count > bytes.length) {
            bytes = Arrays.copyOf(bytes, length + Math.max(count, length));
        }
        more.get(bytes, length, count);
        length += count;
    }

    /** Puts bytes back in front of those that are kept; no head has been begun. */
    void prepend(ByteBuffer first) {
        byte[] rest = takeAll();
        append(first);
        append(ByteBuffer.wrap(rest));
    }

    /** Moves what fits into a buffer. */
    int moveTo(ByteBuffer target) {
        int count = Math.min(length, target.remaining());
        target.put(bytes, 0, count);
        drop(count);
        return count;
    }

    /** Whether all of it has been looked at, so that only more bytes can complete a head. */
    boolean isScanned() {
        return scanned == length;
    }

    /** Bytes that are kept. */
    int length() {
        return length;
    }

    /**
     * Looks whether a head is complete.
     *
     * @return its length; 0: not yet
     */
    int scan() throws HeadException {
        while (scanned < length) {
            int c = bytes[scanned] & 0xff;
            boolean afterCr = scanned > 0 && bytes[scanned - 1] == '\r';
            if (afterCr != (c == '\n')) {
                throw new HeadException("bad_line_end", "Lines end with CR LF, and neither stands elsewhere.");
            }
            if ((c < ' ' && c != '\t' && c != '\r' && c != '\n') || c == 0x7f) {
                throw new HeadException("bad_character", "A head holds no control characters.");
            }
            scanned++;
            if (c == '\n') {
                int end = endOfLine();
                if (end > 0) {
                    return end;
                }
            }
            if (scanned > limits.bytes()) {
                throw new HeadException(RequestHead.tooLarge("A head has at most " + limits.bytes() + " bytes."));
            }
        }
        return 0;
    }

    private int endOfLine() throws HeadException {
        if (scanned == 2) {
            // One empty line before a request is ignored (RFC 9112 section 2.2), more are not.
            if (emptyLineSeen) {
                throw new HeadException("bad_request_line", "A request does not begin with empty lines.");
            }
            drop(2);
            emptyLineSeen = true;
        } else if (!lineChecked) {
            RequestHead.checkRequestLine(text(scanned - 2));
            lineChecked = true;
        } else if (bytes[scanned - 3] == '\n') {
            return scanned;
        }
        return 0;
    }

    /** Takes a complete head out. */
    String take(int end) {
        String text = text(end);
        drop(end);
        return text;
    }

    private String text(int end) {
        return new String(bytes, 0, end, StandardCharsets.ISO_8859_1);
    }

    private void drop(int count) {
        length -= count;
        bytes = length == 0 ? NOTHING : Arrays.copyOfRange(bytes, count, count + length);
        scanned = 0;
        emptyLineSeen = false;
        lineChecked = false;
    }

    /** Everything that is kept, and forgets it. */
    byte[] takeAll() {
        byte[] all = Arrays.copyOf(bytes, length);
        drop(length);
        return all;
    }
}
