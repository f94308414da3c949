package io.mychat.gateway.testkit.transport;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Random;

/**
 * Streams of a client's frames: valid ones, and what mutation makes of them.
 *
 * @since 0.1.0
 */
public final class RandomFrames {

    private RandomFrames() {}

    /** Valid frames: texts whole and in fragments, with control frames between. */
    public static byte[] stream(Random random, int messages, int longest) {
        return stream(random, messages, longest, false);
    }

    /** As {@link #stream(Random, int, int)}; most texts are compressed. */
    public static byte[] compressedStream(Random random, int messages, int longest) {
        return stream(random, messages, longest, true);
    }

    private static byte[] stream(Random random, int messages, int longest, boolean compressing) {
        ByteArrayOutputStream stream = new ByteArrayOutputStream();
        for (int i = 0; i < messages; i++) {
            byte[] text = text(random, random.nextInt(4) == 0 ? longest : 40);
            int opcode = RawClient.TEXT;
            if (compressing && random.nextInt(4) > 0) {
                text = Compression.deflate(text);
                opcode |= 0x40;
            }
            int at = 0;
            while (random.nextInt(3) == 0 && at < text.length) {
                int count = 1 + random.nextInt(text.length - at);
                frame(stream, random, opcode, ByteBuffer.wrap(text, at, count));
                at += count;
                opcode = 0;
                if (random.nextBoolean()) {
                    frame(
                            stream,
                            random,
                            0x80 | (random.nextBoolean() ? RawClient.PING : RawClient.PONG),
                            ByteBuffer.wrap(text(random, 20)));
                }
            }
            frame(stream, random, 0x80 | opcode, ByteBuffer.wrap(text, at, text.length - at));
        }
        return stream.toByteArray();
    }

    /** Changes some bytes, most of them near a frame's header. */
    public static void mutate(byte[] stream, Random random, int changes) {
        for (int i = 0; i < changes; i++) {
            int at = random.nextInt(stream.length);
            stream[at] = (byte) (random.nextBoolean() ? random.nextInt() : stream[at] ^ (1 << random.nextInt(8)));
        }
    }

    private static byte[] text(Random random, int longest) {
        StringBuilder text = new StringBuilder();
        int length = random.nextInt(longest + 1);
        while (text.length() < length / 2) {
            text.appendCodePoint(random.nextInt(5) == 0 ? 0x1F600 + random.nextInt(50) : 'a' + random.nextInt(26));
        }
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static void frame(ByteArrayOutputStream stream, Random random, int first, ByteBuffer payload) {
        int length = payload.remaining();
        stream.write(first);
        if (length < 126) {
            stream.write(0x80 | length);
        } else {
            stream.write(0x80 | 126);
            stream.write(length >>> 8);
            stream.write(length);
        }
        byte[] key = new byte[4];
        random.nextBytes(key);
        stream.writeBytes(key);
        for (int i = 0; i < length; i++) {
            stream.write(payload.get() ^ key[i & 3]);
        }
    }
}
