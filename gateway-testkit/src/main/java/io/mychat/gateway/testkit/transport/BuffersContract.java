package io.mychat.gateway.testkit.transport;

import static io.mychat.gateway.testkit.transport.RawClient.PING;
import static io.mychat.gateway.testkit.transport.RawClient.PONG;
import static io.mychat.gateway.testkit.transport.RawClient.TEXT;
import static io.mychat.gateway.testkit.transport.RawClient.frame;
import static io.mychat.gateway.testkit.transport.RawClient.header;
import static io.mychat.gateway.testkit.transport.RawClient.join;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mychat.gateway.spi.transport.CloseReason;
import io.mychat.gateway.spi.transport.ConnectionReceiver.Admission;
import io.mychat.gateway.spi.transport.TransportCapability;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * The accounting of a transport on sockets: buffered bytes are reserved first, released afterwards, and can be refused.
 *
 * @since 0.1.0
 */
public abstract class BuffersContract extends WebSocketTransportContract {

    private static final int MAX_MESSAGE = 100_000;

    private ServerSide side;

    /** Called by JUnit. */
    @SuppressWarnings("NullAway.Init") // before each test
    protected BuffersContract() {
        super(MAX_MESSAGE, 1 << 20);
    }

    @BeforeEach
    void opened() throws Exception {
        side = server.nextOpened();
    }

    private void holdsInbound(int least, int most) {
        await().pollInterval(Duration.ofMillis(5))
                .untilAsserted(() -> assertThat(side.account().inbound()).isBetween((long) least, (long) most));
    }

    @Test
    void wholeMessagesAreNotCounted() throws Exception {
        side.account().limit(0);
        for (int i = 0; i < 100; i++) {
            client.text("message " + i);
            assertThat(client.readText()).isEqualTo("message " + i);
        }
    }

    @Test
    void aFragmentedMessageCountsUntilItIsWhole() throws Exception {
        client.write(frame(0x01, new byte[30_000]));
        holdsInbound(30_000, 60_000);
        client.write(frame(0x00, new byte[20_000]));
        holdsInbound(50_000, 100_000);

        client.write(frame(0x80, new byte[10]));

        assertThat(client.readText()).hasSize(50_010);
        holdsInbound(0, 0);
    }

    @Needs(TransportCapability.INBOUND_BYTES)
    @Test
    void aFrameThatHasNotArrivedWholeCountsForWhatHasArrived() throws Exception {
        client.write(Arrays.copyOf(frame(0x81, new byte[90_000]), 14 + 2000));
        holdsInbound(2000, 4000);
    }

    @Needs(TransportCapability.INBOUND_BYTES)
    @Test
    void halfAHeaderCounts() throws Exception {
        client.write(new byte[] {(byte) 0x81});
        holdsInbound(1, 1);
    }

    @Test
    void aMessageThatMayNotBeKeptClosesTheConnection() throws Exception {
        side.account().limit(10_000);
        client.write(frame(0x01, new byte[8000]));
        client.write(frame(0x00, new byte[8000]));

        assertThat(client.readCloseCode()).isEqualTo(CloseReason.OVERLOAD.code());
        holdsInbound(0, 0);
    }

    @Test
    void aConnectionThatClosesKeepsNoMessage() throws Exception {
        client.write(frame(0x01, new byte[30_000]));
        holdsInbound(30_000, 60_000);

        side.connection().close(CloseReason.OVERLOAD);

        holdsInbound(0, 0);
        server.capabilities().assume(TransportCapability.CLOSE_HANDSHAKE);
        client.write(join(frame(0x00, new byte[30_000]), frame(0x80, new byte[30_000])));
        assertThat(client.readCloseCode()).isEqualTo(CloseReason.OVERLOAD.code());
        client.write(RawClient.close(1000, ""));
        assertThat(client.seesEnd()).isTrue();
        await().untilAsserted(() -> assertThat(side.closes()).hasSize(1));
        assertThat(side.texts()).isEmpty();
        assertThat(side.account().inbound()).isZero();
    }

    @Needs(TransportCapability.INBOUND_BYTES)
    @Test
    void aPeerThatGoesAwayLeavesNothingBehind() throws Exception {
        client.write(join(frame(0x01, new byte[30_000]), new byte[] {(byte) 0x80}));
        holdsInbound(30_001, 60_001);

        client.close();

        await().untilAsserted(() -> assertThat(side.closes()).hasSize(1));
        assertThat(side.account().inbound()).isZero();
    }

    @Test
    void whatASlowReaderMakesWaitCountsUntilItReads() throws Exception {
        byte[] text = "x".repeat(60_000).getBytes(UTF_8);
        FullQueue.fill(side, text);
        await().untilAsserted(() -> {
            FullQueue.top(side, text);
            assertThat(side.account().outbound())
                    .isEqualTo(side.connection().outboundBytes())
                    .isGreaterThan(900_000);
        });

        await().pollInterval(Duration.ofMillis(1)).until(() -> {
            client.read();
            return side.connection().outboundBytes() == 0;
        });

        await().untilAsserted(() -> assertThat(side.account().outbound()).isZero());
    }

    @Test
    void aSlowReaderWhoIsCutOffHoldsNothing() throws Exception {
        byte[] text = "x".repeat(60_000).getBytes(UTF_8);
        FullQueue.fill(side, text);

        side.connection().close(CloseReason.SLOW_CONSUMER);

        await().untilAsserted(() -> assertThat(side.account().outbound()).isLessThan(70_000));
        client.close();
        await().untilAsserted(() -> assertThat(side.account().outbound()).isZero());
    }

    @Needs(TransportCapability.FRAME_EVENTS)
    @Test
    void aMessageMayBeTooBigForTheReceiver() throws Exception {
        List<Long> sizes = new CopyOnWriteArrayList<>();
        side.whenMessageBegins(bytes -> {
            sizes.add(bytes);
            return bytes > 50 ? Admission.TOO_BIG : Admission.READ;
        });
        client.write(join(frame(0x01, new byte[30]), frame(0x00, new byte[20]), header(0x80, 1)));

        assertThat(client.readCloseCode()).isEqualTo(CloseReason.MESSAGE_TOO_BIG.code());
        assertThat(sizes).startsWith(30L, 50L, 51L);
        holdsInbound(0, 0);
    }

    @Test
    void aMessageThatIsLeftWaitsInTheSocketAndLosesNothing() throws Exception {
        side.whenMessageBegins(bytes -> {
            if (bytes <= 100) {
                return Admission.READ;
            }
            side.connection().suspendReceiving();
            return Admission.LEAVE;
        });
        String large = "y".repeat(90_000);
        client.write(join(frame(TEXT, "first"), frame(TEXT, large), frame(TEXT, "last")));
        assertThat(client.readText()).isEqualTo("first");
        assertThat(side.texts()).containsExactly("first");

        side.whenMessageBegins(bytes -> Admission.READ);
        side.connection().resumeReceiving();

        assertThat(client.readText()).isEqualTo(large);
        assertThat(client.readText()).isEqualTo("last");
        holdsInbound(0, 0);
    }

    @Needs(TransportCapability.FRAME_EVENTS)
    @Test
    void controlFramesAndFragmentsAreCountedAndMessagesAreNot() throws Exception {
        client.write(join(
                frame(TEXT, "whole"),
                frame(PING, "1"),
                frame(PONG, "2"),
                frame(0x01, new byte[0]),
                frame(PING, "3"),
                frame(0x00, new byte[0]),
                frame(0x80, "end".getBytes(UTF_8))));

        assertThat(client.readText()).isEqualTo("whole");
        assertThat(client.read().opcode()).isEqualTo(PONG);
        assertThat(client.read().opcode()).isEqualTo(PONG);
        assertThat(client.readText()).isEqualTo("end");
        assertThat(side.frames()).isEqualTo(5);
    }

    @Needs(TransportCapability.FRAME_EVENTS)
    @Test
    void framesOverTheRateAreNeitherAnsweredNorReported() throws Exception {
        side.allowFrames(false);
        client.write(join(frame(PING, "1"), frame(PONG, "2"), frame(TEXT, "next")));

        assertThat(client.readText()).isEqualTo("next");
        assertThat(side.frames()).isEqualTo(2);
        assertThat(side.pings()).isZero();
        assertThat(side.pongs()).isZero();
    }
}
