package io.mychat.gateway.transport.common.request;

import java.nio.ByteBuffer;
import java.util.function.Consumer;

/**
 * Finds the end of a chunked body (RFC 9112 section 7.1) byte by byte, without buffering it. Stricter than the RFC:
 * sizes have 1 to 15 hexadecimal digits, lines end with CR LF, extensions and trailers are short. Not thread-safe.
 */
public final class ChunkFraming {

    private static final int MOST_DIGITS = 15;
    private static final int MOST_EXTENSION = 256;
    private static final int MOST_TRAILER = 4096;

    private enum State {
        SIZE,
        EXTENSION,
        SIZE_LF,
        DATA,
        DATA_CR,
        DATA_LF,
        TRAILER,
        TRAILER_LF,
        DONE
    }

    private final StringBuilder line = new StringBuilder();
    private State state = State.SIZE;
    private long left;
    private int digits;
    private int trailerBytes;

    public boolean isDone() {
        return state == State.DONE;
    }

    /**
     * Consumes bytes up to the end of the body.
     *
     * @param bytes afterwards positioned after the last byte of the body
     */
    public void follow(ByteBuffer bytes) throws HeadException {
        follow(bytes, data -> {});
    }

    /**
     * As {@link #follow(ByteBuffer)}, and hands over the data.
     *
     * @param data takes pieces of the body, each a view of {@code bytes}
     */
    public void follow(ByteBuffer bytes, Consumer<ByteBuffer> data) throws HeadException {
        while (bytes.hasRemaining() && state != State.DONE) {
            if (state == State.DATA) {
                int count = (int) Math.min(left, bytes.remaining());
                data.accept(bytes.slice(bytes.position(), count));
                bytes.position(bytes.position() + count);
                left -= count;
                state = left == 0 ? State.DATA_CR : State.DATA;
            } else {
                step((char) (bytes.get() & 0xff));
            }
        }
    }

    private void step(char c) throws HeadException {
        switch (state) {
            case SIZE -> size(c);
            case EXTENSION -> extension(c);
            case SIZE_LF -> {
                require(c == '\n');
                state = left == 0 ? State.TRAILER : State.DATA;
                digits = 0;
                line.setLength(0);
            }
            case DATA_CR -> {
                require(c == '\r');
                state = State.DATA_LF;
            }
            case DATA_LF -> {
                require(c == '\n');
                state = State.SIZE;
            }
            case TRAILER -> trailer(c);
            case TRAILER_LF -> {
                require(c == '\n');
                endOfTrailerLine();
            }
            default -> throw new IllegalStateException("no step in " + state);
        }
    }

    private void size(char c) throws HeadException {
        int digit = c < 0x80 ? Character.digit(c, 16) : -1;
        if (digit >= 0) {
            require(digits++ < MOST_DIGITS);
            left = (left << 4) | digit;
        } else {
            require(digits > 0 && (c == '\r' || c == ';'));
            state = c == '\r' ? State.SIZE_LF : State.EXTENSION;
            line.setLength(0);
        }
    }

    private void extension(char c) throws HeadException {
        if (c == '\r') {
            state = State.SIZE_LF;
            return;
        }
        require(isText(c) && line.length() < MOST_EXTENSION);
        line.append(c);
    }

    private void trailer(char c) throws HeadException {
        if (c == '\r') {
            state = State.TRAILER_LF;
            return;
        }
        require(isText(c) && trailerBytes++ < MOST_TRAILER);
        line.append(c);
    }

    private void endOfTrailerLine() throws HeadException {
        if (line.length() == 0) {
            state = State.DONE;
            return;
        }
        RequestHead.checkField(line.toString());
        line.setLength(0);
        state = State.TRAILER;
    }

    private static boolean isText(char c) {
        return c == '\t' || (c >= ' ' && c != 0x7f);
    }

    private static void require(boolean holds) throws HeadException {
        if (!holds) {
            throw new HeadException("bad_chunk", "The chunks of the body are malformed.");
        }
    }
}
