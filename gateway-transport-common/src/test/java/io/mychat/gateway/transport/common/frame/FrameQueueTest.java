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

    private final ByteBuffer wire = ByteBuffer.allocate(1 << 20);
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
        byte[] payload = new byte[wire.get()];
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
}
