package io.mychat.gateway.redis.bus;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * A message on the wire: one byte of version, one of topic, the length of the sender's name in two, the name, the content.
 *
 * @param topic what it is about
 */
record Envelope(byte topic, String from, byte[] content) {

    private static final byte VERSION = 1;
    private static final int HEADER = 4;

    byte[] bytes() {
        byte[] name = from.getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(HEADER + name.length + content.length)
                .put(VERSION)
                .put(topic)
                .putShort((short) name.length)
                .put(name)
                .put(content)
                .array();
    }

    /** Empty when it is none, or of a version that this release does not know. */
    static Optional<Envelope> read(byte[] bytes) {
        try {
            ByteBuffer in = ByteBuffer.wrap(bytes);
            if (in.get() != VERSION) {
                return Optional.empty();
            }
            byte topic = in.get();
            byte[] name = new byte[in.getShort() & 0xFFFF];
            in.get(name);
            byte[] content = new byte[in.remaining()];
            in.get(content);
            return Optional.of(new Envelope(topic, new String(name, StandardCharsets.UTF_8), content));
        } catch (BufferUnderflowException e) {
            return Optional.empty();
        }
    }
}
