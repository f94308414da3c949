package io.mychat.gateway.redis.bus;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * The format of a message: a byte of version, a byte of topic (always 1), two bytes with the length of the sender's
 * node id, the node id, and the content.
 */
record Envelope(String from, byte[] content) {

    private static final byte VERSION = 1;
    private static final byte TOPIC = 1;
    private static final int HEADER = 4;

    byte[] bytes() {
        byte[] name = from.getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(HEADER + name.length + content.length)
                .put(VERSION)
                .put(TOPIC)
                .putShort((short) name.length)
                .put(name)
                .put(content)
                .array();
    }

    /** Empty when the bytes are no envelope, or have a version or topic that this release does not know. */
    static Optional<Envelope> read(byte[] bytes) {
        try {
            ByteBuffer in = ByteBuffer.wrap(bytes);
            if (in.get() != VERSION || in.get() != TOPIC) {
                return Optional.empty();
            }
            byte[] name = new byte[in.getShort() & 0xFFFF];
            in.get(name);
            byte[] content = new byte[in.remaining()];
            in.get(content);
            return Optional.of(new Envelope(new String(name, StandardCharsets.UTF_8), content));
        } catch (BufferUnderflowException e) {
            return Optional.empty();
        }
    }
}
