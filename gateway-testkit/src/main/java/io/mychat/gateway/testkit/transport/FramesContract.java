package io.mychat.gateway.testkit.transport;

import static io.mychat.gateway.testkit.transport.RawClient.BINARY;
import static io.mychat.gateway.testkit.transport.RawClient.PING;
import static io.mychat.gateway.testkit.transport.RawClient.PONG;
import static io.mychat.gateway.testkit.transport.RawClient.TEXT;
import static io.mychat.gateway.testkit.transport.RawClient.close;
import static io.mychat.gateway.testkit.transport.RawClient.frame;
import static io.mychat.gateway.testkit.transport.RawClient.header;
import static io.mychat.gateway.testkit.transport.RawClient.join;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mychat.gateway.spi.transport.TransportCapability;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The rules of RFC 6455 for frames, tested with a misbehaving client, for any transport on sockets.
 *
 * @since 0.1.0
 */
public abstract class FramesContract extends WebSocketTransportContract {

    private static final int MAX_MESSAGE = 100_000;

    /** Called by JUnit. */
    protected FramesContract() {
        super(MAX_MESSAGE, 1 << 20);
    }

    private void isClosedWith(int code) throws IOException, InterruptedException {
        int sent = client.readCloseCode();
        assertThat(sent).isEqualTo(code);
        if (!server.capabilities().has(TransportCapability.ABORT)) {
            client.write(close(sent, "")); // the transport waits for it
        }
        assertThat(client.seesEnd()).isTrue();
        client.close();
        ServerSide side = server.nextOpened();
        await().pollInterval(Duration.ofMillis(5))
                .untilAsserted(() -> assertThat(side.closes()).containsExactly(code));
    }

    @Test
    void echoesTextsOfEveryLengthEncoding() throws Exception {
        for (int length : new int[] {0, 1, 7, 8, 9, 125, 126, 127, 65535, 65536, MAX_MESSAGE}) {
            String text = "x".repeat(length);
            client.text(text);
            assertThat(client.readText()).isEqualTo(text);
        }
    }

    @Needs(TransportCapability.BATCHED_WRITES)
    @Test
    void everyMessageLeavesAsOneFrame() throws Exception {
        client.text("x".repeat(MAX_MESSAGE));
        assertThat(client.read().fin()).isTrue();
    }

    @Test
    void manyFramesInOneReadAreAnsweredInOrder() throws Exception {
        byte[][] frames = new byte[1000][];
        for (int i = 0; i < frames.length; i++) {
            frames[i] = frame(TEXT, "message " + i);
        }
        client.write(join(frames));
        for (int i = 0; i < frames.length; i++) {
            assertThat(client.readText()).isEqualTo("message " + i);
        }
    }

    @Test
    void framesMayArriveByteByByte() throws Exception {
        byte[] bytes = join(
                frame(TEXT, "grüße 你好 😀"),
                frame(PING, "p"),
                frame(0x01, "你".getBytes(UTF_8)),
                frame(0x80, "好".getBytes(UTF_8)));
        for (byte one : bytes) {
            client.write(new byte[] {one});
        }
        assertThat(client.readText()).isEqualTo("grüße 你好 😀");
        assertThat(client.read().opcode()).isEqualTo(PONG);
        assertThat(client.readText()).isEqualTo("你好");
    }

    @Test
    void fragmentsMakeOneMessageAndControlFramesMayLieBetween() throws Exception {
        client.write(join(
                frame(0x01, "one ".getBytes(UTF_8)),
                frame(PING, "between"),
                frame(0x00, new byte[0]),
                frame(0x00, "two ".getBytes(UTF_8)),
                frame(0x80, "three".getBytes(UTF_8))));
        RawClient.Frame pong = client.read();
        assertThat(pong.opcode()).isEqualTo(PONG);
        assertThat(pong.text()).isEqualTo("between");
        assertThat(client.readText()).isEqualTo("one two three");
    }

    @Test
    void aCharacterMayBeSplitBetweenFragments() throws Exception {
        byte[] smile = "😀".getBytes(UTF_8);
        client.write(join(
                frame(0x01, new byte[] {smile[0]}),
                frame(0x00, new byte[] {smile[1], smile[2]}),
                frame(0x80, new byte[] {smile[3]})));
        assertThat(client.readText()).isEqualTo("😀");
    }

    @Test
    void aLengthNeedNotBeMinimal() throws Exception {
        byte[] proper = frame(TEXT, "hi");
        byte[] padded = join(
                new byte[] {(byte) 0x81, (byte) 0xFF, 0, 0, 0, 0, 0, 0, 0, 2},
                java.util.Arrays.copyOfRange(proper, 2, proper.length));
        client.write(padded);
        assertThat(client.readText()).isEqualTo("hi");
    }

    @Test
    void pingsAreAnsweredWithTheirPayload() throws Exception {
        for (String payload : new String[] {"", "p", "x".repeat(125)}) {
            client.write(frame(PING, payload));
            RawClient.Frame pong = client.read();
            assertThat(pong.opcode()).isEqualTo(PONG);
            assertThat(pong.text()).isEqualTo(payload);
        }
        server.capabilities().assume(TransportCapability.FRAME_EVENTS);
        ServerSide side = server.nextOpened();
        await().untilAsserted(() -> assertThat(side.pings()).isEqualTo(3));
    }

    @Test
    void unaskedPongsAreReportedAndNotAnswered() throws Exception {
        client.write(join(frame(PONG, "unasked"), frame(TEXT, "next")));
        assertThat(client.readText()).isEqualTo("next");
        assertThat(server.nextOpened().pongs()).isEqualTo(1);
    }

    @Needs(TransportCapability.CLOSE_CODES)
    @Test
    void anUnmaskedFrameIsAProtocolError() throws Exception {
        client.write(new byte[] {(byte) 0x81, 2, 'h', 'i'});
        isClosedWith(1002);
    }

    @ParameterizedTest
    @ValueSource(ints = {0xC1, 0xA1, 0x91, 0xF1, 0xC9, 0x83, 0x84, 0x85, 0x86, 0x87, 0x8B, 0x8C, 0x8D, 0x8E, 0x8F})
    void reservedBitsAndOpcodesAreProtocolErrors(int first) throws Exception {
        // Where compression is agreed on, its bit is for the first frames of messages.
        client.write(frame(compresses() && first == 0xC1 ? 0xC0 : first, "x".getBytes(UTF_8)));
        isClosedWith(1002);
    }

    @ParameterizedTest
    @ValueSource(ints = {0x08, 0x09, 0x0A})
    void fragmentedControlFramesAreProtocolErrors(int first) throws Exception {
        client.write(frame(first, new byte[0]));
        isClosedWith(1002);
    }

    @Needs(TransportCapability.CLOSE_CODES)
    @ParameterizedTest
    @ValueSource(ints = {0x88, 0x89, 0x8A})
    void longControlFramesAreProtocolErrorsBeforeTheirPayload(int first) throws Exception {
        client.write(header(first, 126));
        isClosedWith(1002);
    }

    @Test
    void aContinuationOfNothingIsAProtocolError() throws Exception {
        client.write(frame(0x80, "x".getBytes(UTF_8)));
        isClosedWith(1002);
    }

    @Test
    void aTextInsideAFragmentedMessageIsAProtocolError() throws Exception {
        client.write(join(frame(0x01, "a".getBytes(UTF_8)), frame(TEXT, "b")));
        isClosedWith(1002);
    }

    @Needs(TransportCapability.CLOSE_CODES)
    @Test
    void aLengthWithTheTopBitIsAProtocolError() throws Exception {
        client.write(new byte[] {(byte) 0x81, (byte) 0xFF, (byte) 0x80, 0, 0, 0, 0, 0, 0, 1});
        isClosedWith(1002);
    }

    @Test
    void binaryIsUnsupported() throws Exception {
        client.write(frame(BINARY, "x"));
        isClosedWith(1003);
    }

    @Needs(TransportCapability.CLOSE_CODES)
    @Test
    void anAnnouncedLengthOverTheLimitIsRefusedBeforeThePayload() throws Exception {
        client.write(header(0x81, MAX_MESSAGE + 1));
        isClosedWith(1009);
    }

    @Test
    void aMessageOverTheLimitInFragmentsIsRefused() throws Exception {
        client.write(join(frame(0x01, new byte[60_000]), frame(0x80, new byte[40_001])));
        isClosedWith(1009);
    }

    @Needs(TransportCapability.CLOSE_CODES)
    @Test
    void theLimitCountsAllFragments() throws Exception {
        client.write(join(frame(0x01, new byte[60_000]), header(0x80, 40_001)));
        isClosedWith(1009);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "C0AF",
                "E080AF",
                "F08080AF",
                "EDA080",
                "F4908080",
                "F5808080",
                "80",
                "FF",
                "C3",
                "E28228",
                "61C328"
            })
    void invalidUtf8IsRefused(String hex) throws Exception {
        client.write(frame(0x81, java.util.HexFormat.of().parseHex(hex)));
        isClosedWith(1007);
    }

    @Needs(TransportCapability.CLOSE_CODES)
    @Test
    void invalidUtf8IsRefusedBeforeTheMessageIsWhole() throws Exception {
        client.write(join(header(0x01, 1000), new byte[] {(byte) (0xFF ^ 0x11)}));
        isClosedWith(1007);
    }

    @Test
    void aMessageThatEndsInsideACharacterIsRefused() throws Exception {
        client.write(join(frame(0x01, new byte[] {(byte) 0xE4, (byte) 0xBD}), frame(0x80, new byte[0])));
        isClosedWith(1007);
    }

    @ParameterizedTest
    @ValueSource(ints = {1000, 1001, 1003, 1007, 1011, 3000, 4999})
    void aCloseFrameIsAnsweredWithItsCode(int code) throws Exception {
        client.write(close(code, "grüße"));
        isClosedWith(code);
    }

    @Needs(TransportCapability.CLOSE_CODES)
    @Test
    void anEmptyCloseFrameIsAnsweredWithAnEmptyOne() throws Exception {
        client.write(frame(0x88, new byte[0]));
        isClosedWith(1005);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 999, 1004, 1005, 1006, 1015, 1016, 2999, 5000, 65535})
    void closeCodesThatMustNotBeSentAreProtocolErrors(int code) throws Exception {
        client.write(close(code, ""));
        isClosedWith(1002);
    }

    @Test
    void aCloseFrameOfOneByteIsAProtocolError() throws Exception {
        client.write(frame(0x88, new byte[] {3}));
        isClosedWith(1002);
    }

    @Needs(TransportCapability.CLOSE_CODES)
    @Test
    void aCloseReasonThatIsNoUtf8IsRefused() throws Exception {
        client.write(frame(0x88, new byte[] {3, (byte) 0xE8, (byte) 0xFF}));
        isClosedWith(1007);
    }

    @Test
    void nothingAfterTheCloseFrameCounts() throws Exception {
        client.write(join(frame(TEXT, "before"), close(1000, ""), frame(TEXT, "after"), frame(PING, "")));
        assertThat(client.readText()).isEqualTo("before");
        RawClient.Frame last = client.read();
        assertThat(last.closeCode()).isEqualTo(1000);
        assertThat(client.seesEnd()).isTrue();
        assertThat(server.nextOpened().texts()).containsExactly("before");
    }

    @ParameterizedTest
    @CsvSource({"1, 65536", "3, 30000", "7, 9001"})
    void aLongMessageMayArriveInAnyPieces(int seed, int length) throws Exception {
        StringBuilder text = new StringBuilder();
        java.util.Random random = new java.util.Random(seed);
        while (text.length() < length / 3) {
            text.appendCodePoint(random.nextBoolean() ? 'a' + random.nextInt(26) : 0x4E00 + random.nextInt(5000));
        }
        byte[] bytes = frame(TEXT, text.toString());
        for (int at = 0; at < bytes.length; ) {
            int count = Math.min(bytes.length - at, 1 + random.nextInt(5000));
            client.write(java.util.Arrays.copyOfRange(bytes, at, at + count));
            at += count;
        }
        assertThat(client.readText()).isEqualTo(text.toString());
    }
}
