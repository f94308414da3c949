package io.mychat.gateway.transport.common.frame;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.mychat.gateway.spi.transport.CloseReason;
import io.mychat.gateway.spi.transport.ConnectionReceiver.Admission;
import io.mychat.gateway.spi.transport.MessageType;
import io.mychat.gateway.testkit.transport.Compression;
import io.mychat.gateway.testkit.transport.RandomFrames;
import io.mychat.gateway.testkit.transport.RawClient;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.zip.Deflater;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class CompressedFramesTest {

    private static final int MAX = 100_000;
    private static final int COMPRESSED_TEXT = 0x41;
    private static final int LAST = 0x80;

    private final MessageInflater inflater = new MessageInflater();
    private final Events events = new Events();
    private FrameDecoder decoder = decoder(MessageType.TEXT);

    @AfterEach
    void close() {
        inflater.close();
    }

    private FrameDecoder decoder(MessageType type) {
        return new FrameDecoder(MAX, type, () -> inflater);
    }

    private static final class Events implements FrameListener {

        final List<String> seen = new ArrayList<>();
        Admission admission = Admission.READ;
        boolean suspended;
        int reserved;
        int mostReserved;
        int budget = Integer.MAX_VALUE;
        long out;

        @Override
        public boolean wantsFrames() {
            return !suspended;
        }

        @Override
        public Admission onMessageBegins(long bytes) {
            suspended = admission == Admission.LEAVE && bytes > 8192;
            return bytes > 8192 ? admission : Admission.READ;
        }

        @Override
        public boolean reserve(int bytes) {
            if (reserved + bytes > budget) {
                return false;
            }
            reserved += bytes;
            mostReserved = Math.max(mostReserved, reserved);
            return true;
        }

        @Override
        public void release(int bytes) {
            reserved -= bytes;
        }

        @Override
        public void onInflated(int from, int to) {
            out += to;
        }

        @Override
        public void onMessage(byte[] buffer, int offset, int length) {
            seen.add(new String(buffer, offset, length, UTF_8));
        }

        @Override
        public void onPing(byte[] buffer, int offset, int length) {
            seen.add("<ping " + length + ">");
        }

        @Override
        public void onPong() {
            seen.add("<pong>");
        }

        @Override
        public void onClose(int code) {
            seen.add("<close " + code + ">");
        }

        @Override
        public void onViolation(CloseReason reason) {
            seen.add("<" + reason + ">");
        }
    }

    private static byte[] hex(String digits) {
        return HexFormat.of().parseHex(digits.replace(" ", ""));
    }

    private void decode(byte[]... frames) {
        byte[] all = RawClient.join(frames);
        assertThat(decoder.decode(all, 0, all.length, events)).isEqualTo(all.length);
    }

    private void decodeCompressed(String hex) {
        decode(RawClient.frame(LAST | COMPRESSED_TEXT, hex(hex)));
    }

    /** RFC 7692 section 7.2.3; the third has two blocks, the fourth a final one. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "f2 48 cd c9 c9 07 00",
                "00 05 00 fa ff 48 65 6c 6c 6f 00",
                "f2 48 05 00 00 00 ff ff ca c9 c9 07 00",
                "f3 48 cd c9 c9 07 00 00",
                "f3 48 cd c9 c9 07 00",
            })
    void theExamplesOfTheRfcSayHello(String payload) {
        decodeCompressed(payload);
        assertThat(events.seen).containsExactly("Hello");
        assertThat(events.reserved).isZero();
    }

    @Test
    void theFragmentsOfTheRfcSayHello() {
        decode(
                RawClient.frame(COMPRESSED_TEXT, hex("f2 48 cd")),
                RawClient.frame(0x89, "x".getBytes(UTF_8)),
                RawClient.frame(0, new byte[0]),
                RawClient.frame(LAST, hex("c9 c9 07 00")));
        assertThat(events.seen).containsExactly("<ping 1>", "Hello");
        assertThat(events.reserved).isZero();
    }

    @Test
    void theWindowGoesOnBehindAFinalBlock() {
        // "Hello" in a final block, then a block that repeats it from the window.
        Deflater second = new Deflater(9, true);
        second.setDictionary("Hello".getBytes(UTF_8));
        second.setInput("HelloHello".getBytes(UTF_8));
        byte[] rest = new byte[40];
        int size = second.deflate(rest, 0, rest.length, Deflater.SYNC_FLUSH) - 4;
        second.end();
        decode(RawClient.frame(
                LAST | COMPRESSED_TEXT, RawClient.join(hex("f3 48 cd c9 c9 07 00"), Arrays.copyOf(rest, size))));
        assertThat(events.seen).containsExactly("HelloHelloHello");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "00", "02 00", "03 00"})
    void aMessageMayBeEmpty(String payload) {
        decodeCompressed(payload);
        decode(RawClient.frame(COMPRESSED_TEXT, new byte[0]), RawClient.frame(LAST, new byte[0]));
        assertThat(events.seen).containsExactly("", "");
    }

    @ParameterizedTest
    @ValueSource(strings = {"ff", "f2 48 cd", "06", "f3 48 cd c9 c9 07 00 ff", "00 05 00 fa ff 48", "aa bb cc dd ee"})
    void whatIsNoStreamClosesWith1007(String payload) {
        decodeCompressed(payload);
        assertThat(events.seen).containsExactly("<INVALID_PAYLOAD>");
        assertThat(events.reserved).isZero();
    }

    @Test
    void aFloodOfFinalBlocksClosesWith1007() {
        decodeCompressed("03 00".repeat(200));
        assertThat(events.seen).containsExactly("");
        decodeCompressed("03 00".repeat(30_000));
        assertThat(events.seen).containsExactly("", "<INVALID_PAYLOAD>");
    }

    @Test
    void inflatedTextsMustBeUtf8AndBinariesNeedNot() {
        byte[] bad = Compression.deflate(new byte[] {'a', (byte) 0xC3});
        decode(RawClient.frame(LAST | COMPRESSED_TEXT, bad));
        decoder = decoder(MessageType.BINARY);
        decode(RawClient.frame(LAST | 0x42, bad));
        assertThat(events.seen).containsExactly("<INVALID_PAYLOAD>", "a\uFFFD");
    }

    @Test
    void theMarkIsForFirstFramesOfMessagesOnly() {
        List<byte[]> wrong = List.of(
                RawClient.frame(0xC9, new byte[0]), // a ping
                RawClient.frame(0xCA, new byte[0]),
                RawClient.frame(0xC8, new byte[0]),
                RawClient.join(RawClient.frame(COMPRESSED_TEXT, hex("f2")), RawClient.frame(0xC0, hex("48"))),
                RawClient.frame(0xA1, new byte[0]), // the bits of other extensions
                RawClient.frame(0x91, new byte[0]),
                RawClient.frame(0xF1, new byte[0]));
        for (byte[] frames : wrong) {
            decoder = decoder(MessageType.TEXT);
            decode(frames);
        }
        decoder = new FrameDecoder(MAX, MessageType.TEXT);
        decode(RawClient.frame(LAST | COMPRESSED_TEXT, hex("f2 48 cd c9 c9 07 00")));
        assertThat(events.seen).hasSize(8).containsOnly("<PROTOCOL_ERROR>");
        assertThat(events.reserved).isZero();
    }

    @Test
    void plainMessagesMayStandBetweenCompressedOnes() {
        decode(
                RawClient.frame(LAST | COMPRESSED_TEXT, Compression.deflate("one".getBytes(UTF_8))),
                RawClient.frame(0x81, "two".getBytes(UTF_8)),
                RawClient.frame(1, "th".getBytes(UTF_8)),
                RawClient.frame(LAST, "ree".getBytes(UTF_8)));
        assertThat(events.seen).containsExactly("one", "two", "three");
    }

    @Test
    void aBombEndsAtTheLimit() {
        byte[] bomb = Compression.deflate(new byte[100 * MAX]);
        assertThat(bomb).hasSizeLessThan(MAX / 5);
        decode(RawClient.frame(LAST | COMPRESSED_TEXT, bomb));
        assertThat(events.seen).containsExactly("<MESSAGE_TOO_BIG>");
        assertThat(events.out).isLessThan(MAX + 8193);
        assertThat(events.mostReserved).isBetween(MAX - 1, MAX + 2);
        assertThat(events.reserved).isZero();
    }

    @Test
    void aMessageOfExactlyTheLimitIsRead() {
        decode(RawClient.frame(
                LAST | COMPRESSED_TEXT, Compression.deflate("x".repeat(MAX).getBytes(UTF_8))));
        decode(RawClient.frame(
                LAST | COMPRESSED_TEXT, Compression.deflate("x".repeat(MAX + 1).getBytes(UTF_8))));
        assertThat(events.seen).hasSize(2).endsWith("<MESSAGE_TOO_BIG>");
        assertThat(events.seen.get(0)).hasSize(MAX);
    }

    @Test
    void aBombOfAStrangerEndsAtTheLimitOfStrangers() {
        events.admission = Admission.TOO_BIG;
        decode(RawClient.frame(LAST | COMPRESSED_TEXT, Compression.deflate(new byte[1 << 20])));
        assertThat(events.seen).containsExactly("<MESSAGE_TOO_BIG>");
        assertThat(events.out).isLessThan(3 * 8192);
        assertThat(events.mostReserved).isZero();
    }

    @Test
    void withoutBudgetNothingIsInflatedBeyondTheBufferOfTheThread() {
        events.budget = 20_000;
        decode(RawClient.frame(LAST | COMPRESSED_TEXT, Compression.deflate(new byte[90_000])));
        assertThat(events.seen).containsExactly("<OVERLOAD>");
        assertThat(events.out).isLessThan(65_537);
        assertThat(events.reserved).isZero();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aMessageThatIsLeftIsInflatedLater(boolean fragmented) {
        byte[] payload = Compression.deflate("x".repeat(20_000).getBytes(UTF_8));
        byte[] message = fragmented
                ? RawClient.join(
                        RawClient.frame(COMPRESSED_TEXT, Arrays.copyOf(payload, 10)),
                        RawClient.frame(LAST, Arrays.copyOfRange(payload, 10, payload.length)))
                : RawClient.frame(LAST | COMPRESSED_TEXT, payload);
        byte[] next = RawClient.frame(0x81, "next".getBytes(UTF_8));
        byte[] all = RawClient.join(message, next);
        events.admission = Admission.LEAVE;

        assertThat(decoder.decode(all, 0, all.length, events)).isEqualTo(message.length);
        assertThat(decoder.isHolding()).isTrue();
        assertThat(events.seen).isEmpty();
        assertThat(events.reserved).isPositive();

        events.admission = Admission.READ;
        events.suspended = false;
        assertThat(decoder.decode(all, message.length, all.length, events)).isEqualTo(all.length);
        assertThat(events.seen).containsExactly("x".repeat(20_000), "next");
        assertThat(events.reserved).isZero();
    }

    @Test
    void aMessageThatIsLeftIsDroppedWithItsConnection() {
        events.admission = Admission.LEAVE;
        byte[] frame = RawClient.frame(LAST | COMPRESSED_TEXT, Compression.deflate(new byte[20_000]));
        decoder.decode(frame, 0, frame.length, events);
        events.release(decoder.discardMessages());
        assertThat(events.reserved).isZero();
        assertThat(decoder.isHolding()).isFalse();
    }

    @Test
    void howACompressedStreamIsCutMakesNoDifference() {
        long seed = Long.getLong("gateway.seed", System.nanoTime());
        System.out.println("CompressedFramesTest seed " + seed + " (-Dgateway.seed repeats it)");
        Random random = new Random(seed);
        for (int i = 0; i < 10_000; i++) {
            byte[] stream = RandomFrames.compressedStream(random, 1 + random.nextInt(8), 2200);
            RandomFrames.mutate(stream, random, random.nextInt(4));
            List<String> whole = decode(stream.clone(), new Random(1), 1 << 20);
            List<String> pieces = decode(stream.clone(), random, 1 + random.nextInt(40));
            assertThat(pieces).as("seed %s, stream %s", seed, i).isEqualTo(whole);
        }
    }

    private List<String> decode(byte[] stream, Random pieces, int largest) {
        Events cut = new Events();
        FrameDecoder own = new FrameDecoder(2000, MessageType.TEXT, () -> inflater);
        byte[] rest = {};
        for (int at = 0; at < stream.length; ) {
            int count = Math.min(stream.length - at, 1 + pieces.nextInt(largest));
            byte[] buffer = RawClient.join(rest, Arrays.copyOfRange(stream, at, at + count));
            int done = own.decode(buffer, 0, buffer.length, cut);
            rest = Arrays.copyOfRange(buffer, done, buffer.length);
            at += count;
        }
        assertThat(cut.reserved - own.finish()).as("reserved").isZero();
        return cut.seen;
    }
}
