package io.mychat.gateway.client.conformance;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/** One direction of a WebSocket connection: the HTTP head, then frames (RFC 6455 section 5.2), masked or not. */
final class WebSocketStream {

    private final DataInputStream in;

    WebSocketStream(InputStream in) {
        this.in = new DataInputStream(in);
    }

    /** A frame whose payload is unmasked. */
    record Frame(int head, byte[] mask, byte[] payload) {

        boolean isText() {
            return (head & 0x0f) == 1;
        }

        Frame with(byte[] other) {
            return new Frame(head, mask, other);
        }

        byte[] bytes() {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            int length = payload.length;
            int masked = mask.length == 0 ? 0 : 0x80;
            out.write(head);
            if (length < 126) {
                out.write(masked | length);
            } else if (length < 65_536) {
                out.write(masked | 126);
                out.write(length >> 8);
                out.write(length);
            } else {
                out.write(masked | 127);
                for (int shift = 56; shift >= 0; shift -= 8) {
                    out.write((int) ((long) length >> shift));
                }
            }
            out.writeBytes(mask);
            out.writeBytes(xor(payload, mask));
            return out.toByteArray();
        }
    }

    /** A frame of a server. */
    static Frame frame(int opcode, byte[] payload) {
        return new Frame(0x80 | opcode, new byte[0], payload);
    }

    private static byte[] xor(byte[] payload, byte[] mask) {
        byte[] result = payload.clone();
        for (int i = 0; mask.length > 0 && i < result.length; i++) {
            result[i] ^= mask[i % mask.length];
        }
        return result;
    }

    /** Reads up to the empty line. */
    byte[] head() throws IOException {
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        for (int ends = 0; ends < 4; ) {
            int next = in.read();
            if (next < 0) {
                throw new EOFException();
            }
            head.write(next);
            ends = next == "\r\n\r\n".charAt(ends) ? ends + 1 : next == '\r' ? 1 : 0;
        }
        return head.toByteArray();
    }

    Frame next() throws IOException {
        int head = in.readUnsignedByte();
        int second = in.readUnsignedByte();
        long length = second & 0x7f;
        if (length == 126) {
            length = in.readUnsignedShort();
        } else if (length == 127) {
            length = in.readLong();
        }
        byte[] mask = exactly((second & 0x80) == 0 ? 0 : 4);
        return new Frame(head, mask, xor(exactly((int) length), mask));
    }

    private byte[] exactly(int length) throws IOException {
        byte[] bytes = in.readNBytes(length);
        if (bytes.length < length) {
            throw new EOFException(Arrays.toString(bytes));
        }
        return bytes;
    }
}
