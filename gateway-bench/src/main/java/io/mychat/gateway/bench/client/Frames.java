package io.mychat.gateway.bench.client;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** A client's side of RFC 6455: masked frames out, unmasked ones in. */
final class Frames {

    static final int TEXT = 0x81;
    static final int PING = 0x89;

    private static final byte[] KEY = {0x12, 0x34, 0x56, 0x78};

    private Frames() {}

    /** The request of an upgrade, with the key of the example in the standard. */
    static byte[] upgrade(String path) {
        return String.join(
                        "\r\n",
                        "GET " + path + " HTTP/1.1",
                        "Host: 127.0.0.1",
                        "Upgrade: websocket",
                        "Connection: Upgrade",
                        "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
                        "Sec-WebSocket-Version: 13",
                        "",
                        "")
                .getBytes(StandardCharsets.US_ASCII);
    }

    /** A whole text frame. */
    static byte[] text(String text) {
        return frame(TEXT, text.getBytes(StandardCharsets.UTF_8));
    }

    static byte[] pong() {
        return frame(0x8A, new byte[0]);
    }

    private static byte[] frame(int first, byte[] payload) {
        ByteBuffer frame = ByteBuffer.allocate(payload.length + 8);
        frame.put((byte) first);
        if (payload.length < 126) {
            frame.put((byte) (0x80 | payload.length));
        } else {
            frame.put((byte) (0x80 | 126)).putShort((short) payload.length);
        }
        frame.put(KEY);
        for (int i = 0; i < payload.length; i++) {
            frame.put((byte) (payload[i] ^ KEY[i & 3]));
        }
        return Arrays.copyOf(frame.array(), frame.position());
    }

    /** The length of the frame at {@code at} including its header, or -1 when the header is incomplete. */
    static int length(byte[] bytes, int at, int to) {
        if (to - at < 2) {
            return -1;
        }
        int small = bytes[at + 1] & 0x7F;
        if (small < 126) {
            return 2 + small;
        }
        if (small == 127) {
            throw new IllegalStateException("a frame of more than 64 KB was not asked for");
        }
        return to - at < 4 ? -1 : 4 + ((bytes[at + 2] & 0xFF) << 8 | (bytes[at + 3] & 0xFF));
    }

    static int headerLength(byte[] bytes, int at) {
        return (bytes[at + 1] & 0x7F) < 126 ? 2 : 4;
    }
}
