package io.mychat.gateway.transport.common.frame;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Queue;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Copies and shared payloads leave in their order and as they were, however slow the socket is. */
final class FrameQueueTest {

    private final ByteBuffer wire = ByteBuffer.allocate(4 << 20);
    private final Queue<byte[]> expected = new ArrayDeque<>();

    private void write(FrameQueue queue, int atMost) {
        ByteBuffer buffer = ByteBuffer.allocate(256);
        queue.fill(buffer);
        int count = Math.min(buffer.position(), atMost);
        wire.put(buffer.array(), 0, count);
        queue.written(count);
    }

    private byte[] nextFrame() {
        assertThat(wire.get()).isEqualTo((byte) (0x80 | Opcode.TEXT));
        int length = wire.get();
        if (length == 126) {
            length = wire.getShort() & 0xFFFF;
        } else if (length == 127) {
            length = (int) wire.getLong();
        }
        byte[] payload = new byte[length];
        wire.get(payload);
        return payload;
    }

    /** The first one settles often, the second one fills the room for copies. */
    @ParameterizedTest
    @ValueSource(ints = {6, 2000})
    void whatWasAddedComesOut(int settlesOneIn) {
        FrameQueue queue = new FrameQueue();
        Random random = new Random(settlesOneIn);
        byte[] changing = new byte[100];
        for (int i = 0; i < 3000; i++) {
            byte[] text = Integer.toString(i).repeat(1 + random.nextInt(8)).getBytes(US_ASCII);
            if (random.nextInt(settlesOneIn) == 0) {
                queue.settle();
            }
            switch (random.nextInt(i % 1000 < 800 ? 12 : 4)) {
                case 0 -> {
                    queue.add(Opcode.TEXT, text);
                    expected.add(text);
                }
                case 1 -> write(queue, 3);
                case 2 -> write(queue, 1 + random.nextInt(40));
                case 3 -> write(queue, Integer.MAX_VALUE);
                default -> {
                    int offset = random.nextInt(changing.length - text.length);
                    System.arraycopy(text, 0, changing, offset, text.length);
                    queue.addCopy(Opcode.TEXT, changing, offset, text.length);
                    Arrays.fill(changing, (byte) '!');
                    expected.add(text);
                }
            }
            assertThat(queue.bytes() == 0).isEqualTo(queue.isEmpty());
        }
        while (!queue.isEmpty()) {
            write(queue, 7);
        }

        wire.flip();
        while (!expected.isEmpty()) {
            assertThat(nextFrame()).isEqualTo(expected.remove());
        }
        assertThat(wire.hasRemaining()).isFalse();
        assertThat(queue.bytes()).isZero();
    }

    /** Around the lengths at which the head grows, and the rooms for copies, which double from 1 KB to 16. */
    @ParameterizedTest
    @ValueSource(ints = {1, 7, 255})
    void copiesOfEachLengthComeOut(int written) {
        int[] lengths = {0, 1, 125, 126, 127, 1023, 1024, 1025, 8192, 16_383, 16_384, 16_385, 65_535, 65_536};
        byte[] source = new byte[65_536 + 1];
        new Random(written).nextBytes(source);
        FrameQueue queue = new FrameQueue();
        for (int first : lengths) {
            for (int second : lengths) {
                for (int length : new int[] {first, second}) {
                    byte[] changing = Arrays.copyOfRange(source, 1, 1 + length);
                    queue.addCopy(Opcode.TEXT, changing, 0, length);
                    Arrays.fill(changing, (byte) '!');
                    expected.add(Arrays.copyOfRange(source, 1, 1 + length));
                }
                if ((first + second) % 2 == 1) {
                    write(queue, written);
                    queue.settle();
                }
            }
            while (!queue.isEmpty()) {
                write(queue, 255);
            }
            wire.flip();
            while (!expected.isEmpty()) {
                assertThat(nextFrame()).isEqualTo(expected.remove());
            }
            wire.clear();
        }
        assertThat(queue.bytes()).isZero();
    }
}
