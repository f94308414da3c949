package io.mychat.gateway.transport.common.deflate;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.mychat.gateway.spi.transport.SharedPayload;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.Objects;
import java.util.Random;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class MessageDeflaterTest {

    private static final byte[] FLUSH = {0, 0, (byte) 0xFF, (byte) 0xFF};

    private final DeflaterPool pool = new DeflaterPool(new CompressionSettings(true, 100, 6, 1));

    @AfterEach
    void close() {
        pool.close();
    }

    private MessageDeflater deflater(int bits) {
        return pool.deflater(new Agreement(bits, true));
    }

    private static byte[] inflate(byte[] compressed) throws DataFormatException {
        Inflater inflater = new Inflater(true);
        try {
            ByteArrayOutputStream all = new ByteArrayOutputStream();
            byte[] part = new byte[4096];
            for (byte[] input : new byte[][] {compressed, FLUSH}) {
                inflater.setInput(input);
                for (int count = inflater.inflate(part); count > 0; count = inflater.inflate(part)) {
                    all.write(part, 0, count);
                }
            }
            return all.toByteArray();
        } finally {
            inflater.end();
        }
    }

    /** Text whose words come again from far away. */
    private static byte[] text(int length) {
        Random random = new Random(7);
        String[] words =
                random.ints(400, 0, 1 << 28).mapToObj(Integer::toHexString).toArray(String[]::new);
        StringBuilder text = new StringBuilder();
        while (text.length() < length) {
            text.append(words[random.nextInt(words.length)]).append(' ');
        }
        return text.substring(0, length).getBytes(UTF_8);
    }

    @ParameterizedTest
    @ValueSource(ints = {8, 9, 10, 11, 12, 13, 14, 15})
    void noReferenceLeavesTheWindow(int bits) throws DataFormatException {
        byte[] text = text(70_000);
        byte[] compressed = Objects.requireNonNull(deflater(bits).derive(text));

        assertThat(compressed).hasSizeLessThan(text.length);
        assertThat(inflate(compressed)).isEqualTo(text);
        if (bits < 15) {
            // Each part inflates alone: it refers to nothing before it.
            int window = 1 << bits;
            int parts = 0;
            for (int at = 0, from = 0; at <= compressed.length; at++) {
                if (at == compressed.length
                        || Arrays.mismatch(
                                        Arrays.copyOfRange(compressed, at, Math.min(at + 4, compressed.length)), FLUSH)
                                < 0) {
                    byte[] part = Arrays.copyOfRange(compressed, from, at);
                    int begin = parts * window;
                    assertThat(inflate(part))
                            .isEqualTo(Arrays.copyOfRange(text, begin, Math.min(begin + window, text.length)));
                    parts++;
                    from = at + 4;
                    at += 3;
                }
            }
            assertThat(parts).isEqualTo((text.length + window - 1) / window);
        }
    }

    @Test
    void whatDoesNotShrinkStaysAsItIs() {
        byte[] noise = new byte[100_000];
        new Random(3).nextBytes(noise);
        assertThat(deflater(15).derive(noise)).isSameAs(noise);
        assertThat(deflater(8).derive(noise)).isSameAs(noise);
        byte[] small = new byte[99];
        assertThat(deflater(15).derive(small)).isSameAs(small);
        assertThat(deflater(15).derive(new byte[100])).hasSizeLessThan(20);
    }

    @Test
    void aMessageToManyIsCompressedOnce() {
        SharedPayload shared = new SharedPayload(text(5000));
        byte[] first = shared.derived(deflater(15));
        for (int i = 0; i < 10; i++) {
            assertThat(shared.derived(deflater(15))).isSameAs(first);
        }
        assertThat(pool.bytesBefore()).isEqualTo(5000);
        assertThat(pool.bytesAfter()).isEqualTo(Objects.requireNonNull(first).length);
    }

    @Test
    void beyondTheBoundMessagesAreSentAsTheyAreAndLaterCompressedAgain() {
        Deflater used = Objects.requireNonNull(pool.take());
        SharedPayload shared = new SharedPayload(text(5000));

        assertThat(shared.derived(deflater(15))).isNull();
        assertThat(pool.skipped()).isEqualTo(1);

        pool.giveBack(used);
        assertThat(shared.derived(deflater(15))).hasSizeLessThan(5000);
    }

    @Test
    void aClosedPoolCompressesNothing() {
        assertThat(deflater(15).derive(text(5000))).hasSizeLessThan(5000);
        pool.close();
        assertThat(deflater(15).derive(text(5000))).isNull();
    }
}
