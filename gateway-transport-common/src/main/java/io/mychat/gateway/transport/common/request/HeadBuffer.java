package io.mychat.gateway.transport.common.request;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Buffers the head of a request as it arrives, and examines each byte once. Not thread-safe. */
public final class HeadBuffer {

    private static final byte[] NOTHING = {};

    private static final byte[] HEAD = "HEAD ".getBytes(StandardCharsets.US_ASCII);

    private final HeadLimits limits;
    private byte[] bytes = NOTHING;
    private int length;
    private int scanned;
    private boolean emptyLineSeen;
    private boolean lineChecked;

    public HeadBuffer(HeadLimits limits) {
        this.limits = limits;
    }

    public void append(ByteBuffer more) {
        int count = more.remaining();
        if (length + count > bytes.length) {
            bytes = Arrays.copyOf(bytes, length + Math.max(count, length));
        }
        more.get(bytes, length, count);
        length += count;
    }

    /** Puts bytes back before the buffered ones; called when no head has been started. */
    public void prepend(ByteBuffer first) {
        byte[] rest = takeAll();
        append(first);
        append(ByteBuffer.wrap(rest));
    }

    /** Moves as many bytes as fit into a buffer. */
    public int moveTo(ByteBuffer target) {
        int count = Math.min(length, target.remaining());
        target.put(bytes, 0, count);
        drop(count);
        return count;
    }

    /** Whether all bytes have been examined, so that only further bytes can complete a head. */
    public boolean isScanned() {
        return scanned == length;
    }

    /** The number of buffered bytes. */
    public int length() {
        return length;
    }

    /**
     * Searches for the end of the head.
     *
     * @return the length of the complete head; 0 when it is incomplete
     */
    public int scan() throws HeadException {
        while (scanned < length) {
            int c = bytes[scanned] & 0xff;
            boolean afterCr = scanned > 0 && bytes[scanned - 1] == '\r';
            if (afterCr != (c == '\n')) {
                throw new HeadException(
                        "bad_line_end", "Lines must end with CR LF, and CR and LF must not occur elsewhere.");
            }
            if ((c < ' ' && c != '\t' && c != '\r' && c != '\n') || c == 0x7f) {
                throw new HeadException("bad_character", "The head must not contain control characters.");
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
            // One empty line before a request is ignored (RFC 9112 section 2.2); more are refused.
            if (emptyLineSeen) {
                throw new HeadException("bad_request_line", "A request must not start with empty lines.");
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

    /** Whether the kept bytes begin a HEAD request. */
    public boolean beginsHead() {
        return length >= HEAD.length && Arrays.equals(bytes, 0, HEAD.length, HEAD, 0, HEAD.length);
    }

    /** Removes and returns a complete head. */
    public String take(int end) {
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

    /** Removes and returns all buffered bytes. */
    public byte[] takeAll() {
        byte[] all = Arrays.copyOf(bytes, length);
        drop(length);
        return all;
    }
}
