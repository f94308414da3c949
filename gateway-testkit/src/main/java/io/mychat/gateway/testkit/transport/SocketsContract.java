package io.mychat.gateway.testkit.transport;

import static io.mychat.gateway.testkit.transport.RawClient.CLOSE;
import static io.mychat.gateway.testkit.transport.RawClient.PING;
import static io.mychat.gateway.testkit.transport.RawClient.PONG;
import static io.mychat.gateway.testkit.transport.RawClient.TEXT;
import static io.mychat.gateway.testkit.transport.RawClient.close;
import static io.mychat.gateway.testkit.transport.RawClient.frame;
import static io.mychat.gateway.testkit.transport.RawClient.join;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.mychat.gateway.spi.transport.CloseReason;
import io.mychat.gateway.spi.transport.Connection.SendResult;
import io.mychat.gateway.spi.transport.TransportCapability;
import io.mychat.gateway.spi.transport.WebSocketSettings;
import io.mychat.gateway.spi.transport.WebSocketTransport;
import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The use of sockets by a connection: joint writes, back-pressure of TCP, half-closed and reset peers.
 *
 * @since 0.1.0
 */
public abstract class SocketsContract extends WebSocketTransportContract {

    private static final int MAX_OUTBOUND = 1 << 20;
    private static final byte[] BIG = "x".repeat(60_000).getBytes(UTF_8);

    /** Called by JUnit. */
    protected SocketsContract() {
        super(100_000, MAX_OUTBOUND);
    }

    /** Sends until the buffers of the socket and the outbound queue are full. */
    private static void fill(ServerSide side) {
        FullQueue.fill(side, BIG);
    }

    @Needs(TransportCapability.BATCHED_WRITES)
    @Test
    void repliesOfOneReadWaitForItsEndAndLeaveTogether() throws Exception {
        ServerSide side = server.nextOpened();
        List<Long> waiting = new CopyOnWriteArrayList<>();
        side.whenText((at, text) -> {
            waiting.add(at.connection().outboundBytes());
            at.connection().send(text);
        });
        client.write(join(frame(TEXT, "one"), frame(TEXT, "two"), frame(TEXT, "six")));
        assertThat(client.readText() + client.readText() + client.readText()).isEqualTo("onetwosix");
        assertThat(waiting).containsExactly(0L, 5L, 10L);
        await().untilAsserted(
                        () -> assertThat(side.connection().outboundBytes()).isZero());
    }

    @Needs(TransportCapability.BATCHED_WRITES)
    @Test
    void aBatchOfRepliesLargerThanTheLimitIsNoSlowReader() throws Exception {
        ServerSide side = server.nextOpened();
        List<SendResult> results = new CopyOnWriteArrayList<>();
        side.whenText((at, text) -> results.add(at.connection().send(BIG)));
        byte[][] frames = new byte[40][];
        java.util.Arrays.fill(frames, frame(TEXT, "more"));
        Thread reader = new Thread(() -> {
            try {
                client.write(join(frames));
            } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
        });
        client.socket().setReceiveBufferSize(1 << 22);
        reader.start();
        for (int i = 0; i < 17; i++) {
            assertThat(client.read().payload()).hasSize(BIG.length);
        }
        reader.join();
        await().until(() -> results.size() == 40);
        assertThat(results.subList(0, 17)).containsOnly(SendResult.ACCEPTED);
    }

    @ParameterizedTest
    @EnumSource(CloseReason.class)
    void theGatewayClosesAfterWhatItHasSent(CloseReason reason) throws Exception {
        ServerSide side = server.nextOpened();
        side.whenText((at, text) -> {
            at.connection().send(text);
            at.connection().close(reason);
            assertThat(at.connection().send(text)).isEqualTo(SendResult.CLOSED);
        });
        client.write(join(frame(TEXT, "bye"), frame(TEXT, "not handed over"), frame(PING, "not answered")));
        RawClient.Frame frame = client.read();
        if (reason != CloseReason.SLOW_CONSUMER || !server.capabilities().has(TransportCapability.BATCHED_WRITES)) {
            assertThat(frame.text()).isEqualTo("bye");
            frame = client.read();
        }
        while (frame.opcode() == PONG && !server.capabilities().has(TransportCapability.FRAME_EVENTS)) {
            frame = client.read();
        }
        assertThat(frame.opcode()).isEqualTo(CLOSE);
        assertThat(frame.closeCode()).isEqualTo(reason.code());
        assertThat(new String(frame.payload(), 2, frame.payload().length - 2, UTF_8))
                .isEqualTo(reason.text());
        client.write(close(reason.code(), ""));
        assertThat(client.seesEnd()).isTrue();
        await().untilAsserted(() -> assertThat(side.closes()).containsExactly(reason.code()));
        assertThat(side.texts()).containsExactly("bye");
        assertThat(time.pendingTimers()).isZero();
    }

    @Needs(TransportCapability.ABORT)
    @Test
    void aViolatorThatStaysIsCutOffAfterTheCloseTimeout() throws Exception {
        client.write(frame(0x83, new byte[0]));
        assertThat(client.readCloseCode()).isEqualTo(1002);
        ServerSide side = server.nextOpened();
        client.write(new byte[1000]);
        assertThat(side.closes()).isEmpty();
        time.advance(TransportUnderTest.CLOSE_TIMEOUT);
        await().untilAsserted(() -> assertThat(side.closes()).containsExactly(1002));
    }

    @Test
    void aPeerThatResetsTheConnectionWhileItIsFullIsGone() throws Exception {
        ServerSide side = server.nextOpened();
        fill(side);
        client.socket().setSoLinger(true, 0);
        client.close();
        await().untilAsserted(() -> assertThat(side.closes()).containsExactly(1006));
    }

    @Test
    void aPeerThatEndsItsHalfInsideAFrameIsGone() throws Exception {
        client.write(RawClient.header(0x81, 1000));
        client.socket().shutdownOutput();
        ServerSide side = server.nextOpened();
        await().untilAsserted(() -> assertThat(side.closes()).containsExactly(1006));
        assertThat(side.texts()).isEmpty();
    }

    @Test
    void aPauseHoldsBackWhatWasReadAndResumingHandsItOver() throws Exception {
        ServerSide side = server.nextOpened();
        PausedReceiver receiver = PausedReceiver.of(side);
        client.write(join(frame(TEXT, "1"), frame(TEXT, "2"), frame(TEXT, "3 " + "z".repeat(40_000))));
        client.text("4");
        for (int i = 1; i <= 4; i++) {
            receiver.awaitPause(i);
            receiver.resume();
        }
        assertThat(receiver.textsDuringAPause()).isZero();
        assertThat(side.texts()).extracting(text -> text.substring(0, 1)).containsExactly("1", "2", "3", "4");
    }

    @Needs(TransportCapability.READ_SUSPENSION)
    @Test
    void aPausedPeerIsSlowedDownByTcp() throws Exception {
        ServerSide side = server.nextOpened();
        side.connection().suspendReceiving();
        client.socket().setSoTimeout(0);
        byte[] message = frame(TEXT, "m".repeat(50_000));
        int messages = 400;
        Thread writer = new Thread(() -> {
            try {
                for (int i = 0; i < messages; i++) {
                    client.write(message);
                }
            } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
        });
        side.whenText((at, text) -> {});
        writer.start();
        await().during(Duration.ofMillis(200)).until(() -> side.texts().isEmpty() && writer.isAlive());
        side.connection().resumeReceiving();
        await().until(() -> side.texts().size() == messages);
        writer.join();
    }

    @Needs(TransportCapability.FRAME_EVENTS)
    @Test
    void aFloodOfPingsIsBoundedAndTheLastOneIsAnswered() throws Exception {
        ServerSide side = server.nextOpened();
        fill(side);
        int pings = 20_000;
        for (int i = 0; i < pings; i += 100) {
            byte[][] some = new byte[100][];
            for (int j = 0; j < 100; j++) {
                some[j] = frame(PING, "ping " + (i + j));
            }
            client.write(join(some));
        }
        await().untilAsserted(() -> assertThat(side.pings()).isEqualTo(pings));
        assertThat(side.connection().outboundBytes()).isLessThanOrEqualTo(MAX_OUTBOUND);
        int pongs = 0;
        String last = "";
        client.write(close(1000, ""));
        for (RawClient.Frame frame = client.read(); frame.opcode() != CLOSE; frame = client.read()) {
            if (frame.opcode() == PONG) {
                pongs++;
                last = frame.text();
            }
        }
        assertThat(pongs).isBetween(1, 16);
        assertThat(last).isEqualTo("ping " + (pings - 1));
    }

    @Test
    void pingsLeaveThoughTheQueueNeverRunsEmpty() throws Exception {
        server.close();
        // More bytes wait than the buffers of the system can take at once.
        try (TransportUnderTest roomy = new TransportUnderTest(transport(time), 1000, 1 << 24);
                RawClient reader = roomy.connect()) {
            ServerSide side = roomy.nextOpened();
            fill(side);
            for (int round = 1; round <= 3; round++) {
                side.connection().ping();
                assertThat(readsAPing(reader, side)).as("ping " + round).isTrue();
            }
        }
    }

    /** Reads frames and refills the queue after each, so that bytes always wait; gives up after 60 MB. */
    private static boolean readsAPing(RawClient reader, ServerSide side) throws IOException {
        for (int i = 0; i < 1000; i++) {
            if (reader.read().opcode() == PING) {
                return true;
            }
            boolean more = true;
            while (more) {
                more = side.connection().send(BIG) == SendResult.ACCEPTED;
            }
        }
        return false;
    }

    @Test
    void whatOnOpenSendsLeavesFirst() throws Exception {
        server.whenOpen(side -> side.connection().send("welcome".getBytes(UTF_8)));
        try (RawClient other = RawClient.connect(server.address())) {
            other.write(join(RawClient.handshake("/ws").getBytes(UTF_8), frame(TEXT, "early")));
            assertThat(other.readHead()).contains("101");
            assertThat(other.readText()).isEqualTo("welcome");
            server.capabilities().assume(TransportCapability.OWN_PORT);
            assertThat(other.readText()).isEqualTo("early");
        }
    }

    @Needs({TransportCapability.OWN_PORT, TransportCapability.ABORT})
    @Test
    void closingTheTransportEndsEverythingOnce() throws Exception {
        ServerSide side = server.nextOpened();
        ServerSide full = null;
        try (RawClient other = server.connect();
                Socket silent = new Socket(
                        server.address().getAddress(), server.address().getPort())) {
            full = server.nextOpened();
            fill(full);
            server.transport().close();
            server.transport().close();
            assertThat(server.transport().isAccepting()).isFalse();
            assertThat(side.closes()).containsExactly(1006);
            assertThat(full.closes()).containsExactly(1006);
            assertThat(client.seesEnd()).isTrue();
            assertThat(other.seesEnd()).isTrue();
            silent.setSoTimeout(10_000);
            assertThat(silent.getInputStream().read()).isEqualTo(-1);
        }
        assertThatThrownBy(() -> RawClient.connect(server.address())).isInstanceOf(IOException.class);
    }

    @Needs(TransportCapability.OWN_PORT)
    @Test
    void aPortInUseIsNamed() {
        WebSocketTransport second = transport(time);
        int port = server.address().getPort();
        assertThatThrownBy(() -> second.start(
                        new WebSocketSettings("127.0.0.1", port, "/ws", 1, 1, Duration.ofSeconds(1)), server))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("127.0.0.1:" + port);
    }
}
