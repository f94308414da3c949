package io.mychat.gateway.transport.common.frame;

import static org.assertj.core.api.Assertions.assertThat;

import io.mychat.gateway.spi.transport.CloseReason;
import io.mychat.gateway.spi.transport.MessageType;
import io.mychat.gateway.testkit.transport.RandomFrames;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class FrameDecoderTest {

    private static final class Events implements FrameListener {

        final List<String> seen = new ArrayList<>();

        @Override
        public boolean wantsFrames() {
            return true;
        }

        @Override
        public void onMessage(byte[] buffer, int offset, int length) {
            seen.add("text " + new String(buffer, offset, length, StandardCharsets.UTF_8));
        }

        @Override
        public void onPing(byte[] buffer, int offset, int length) {
            seen.add("ping " + Arrays.toString(Arrays.copyOfRange(buffer, offset, offset + length)));
        }

        @Override
        public void onPong() {
            seen.add("pong");
        }

        @Override
        public void onClose(int code) {
            seen.add("close " + code);
        }

        @Override
        public void onViolation(CloseReason reason) {
            seen.add("violation " + reason);
        }
    }

    /** Decodes a stream that arrives in pieces, as a connection does. */
    private static List<String> decode(byte[] stream, Random pieces, int largest) {
        Events events = new Events();
        FrameDecoder decoder = new FrameDecoder(2000, MessageType.TEXT);
        byte[] rest = {};
        for (int at = 0; at < stream.length; ) {
            int count = Math.min(stream.length - at, 1 + pieces.nextInt(largest));
            byte[] buffer = Arrays.copyOf(rest, rest.length + count);
            System.arraycopy(stream, at, buffer, rest.length, count);
            int done = decoder.decode(buffer, 0, buffer.length, events);
            rest = Arrays.copyOfRange(buffer, done, buffer.length);
            assertThat(rest.length).isLessThan(FrameDecoder.MAX_REMAINDER);
            at += count;
        }
        return events.seen;
    }

    @Test
    void howAStreamIsCutMakesNoDifference() {
        long seed = System.nanoTime();
        System.out.println("FrameDecoderTest seed " + seed);
        Random random = new Random(seed);
        for (int i = 0; i < 20_000; i++) {
            byte[] stream = RandomFrames.stream(random, 1 + random.nextInt(12), 2200);
            RandomFrames.mutate(stream, random, random.nextInt(4));
            List<String> whole = decode(stream.clone(), new Random(1), 1 << 20);
            List<String> pieces = decode(stream.clone(), random, 1 + random.nextInt(40));
            assertThat(pieces).as("seed %s, stream %s", seed, i).isEqualTo(whole);
        }
    }

    @Test
    void theUtf8CheckAgreesWithTheJdk() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        byte[] interesting = {
            0x41,
            0x7F,
            (byte) 0x80,
            (byte) 0x8F,
            (byte) 0x90,
            (byte) 0x9F,
            (byte) 0xA0,
            (byte) 0xBF,
            (byte) 0xC0,
            (byte) 0xC2,
            (byte) 0xDF,
            (byte) 0xE0,
            (byte) 0xE1,
            (byte) 0xED,
            (byte) 0xEF,
            (byte) 0xF0,
            (byte) 0xF1,
            (byte) 0xF4,
            (byte) 0xF5,
            (byte) 0xFF
        };
        for (int i = 0; i < 300_000; i++) {
            byte[] bytes = new byte[1 + random.nextInt(6)];
            for (int j = 0; j < bytes.length; j++) {
                bytes[j] = interesting[random.nextInt(interesting.length)];
            }
            assertThat(Utf8.check(Utf8.START, bytes, 0, bytes.length) == Utf8.START)
                    .as("seed %s: %s", seed, Arrays.toString(bytes))
                    .isEqualTo(isUtf8(bytes));
        }
    }

    private static boolean isUtf8(byte[] bytes) {
        try {
            CharBuffer decoded = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
            return decoded.length() > 0;
        } catch (CharacterCodingException e) {
            return false;
        }
    }
}
