package io.mychat.gateway.testkit.transport;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mychat.gateway.spi.time.TimeSource;
import io.mychat.gateway.spi.transport.CloseReason;
import io.mychat.gateway.spi.transport.Connection.SendResult;
import io.mychat.gateway.spi.transport.TransportCapability;
import io.mychat.gateway.spi.transport.WebSocketTransport;
import io.mychat.gateway.testkit.ContractRules;
import io.mychat.gateway.testkit.ManualTime;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The contract of {@link io.mychat.gateway.spi.transport.Connection} and
 * {@link io.mychat.gateway.spi.transport.ConnectionReceiver}: order, limits, suspension, and every kind of end,
 * reported once. It does not depend on bytes, so that transports without sockets can extend it, too; frames, handshakes
 * and TCP have their own suites. It is long because it is a list of independent tests.
 *
 * @since 0.1.0
 */
@ExtendWith(ContractRules.class)
public abstract class ConnectionContract {

    private static final int MAX_MESSAGE = 100_000;
    private static final int MAX_OUTBOUND = 1 << 20;
    private static final String BIG_TEXT = "x".repeat(60_000);
    private static final byte[] BIG = BIG_TEXT.getBytes(UTF_8);

    private final ManualTime time = new ManualTime();
    private TransportUnderTest server;
    private Peer peer;
    private ServerSide side;

    /** Called by JUnit. */
    protected ConnectionContract() {}

    /**
     * Creates a transport that is not started; called before each test, which closes it.
     *
     * @param timeSource measures the close timeout
     */
    protected abstract WebSocketTransport transport(TimeSource timeSource);

    /** Connects a client to the last created transport. */
    protected abstract Peer connect(InetSocketAddress address) throws IOException;

    @BeforeEach
    void open(TestInfo test) throws Exception {
        open(MAX_OUTBOUND);
        server.capabilities().assumeAllOf(test);
    }

    private void open(int maxOutboundBytes) throws Exception {
        server = new TransportUnderTest(transport(time), MAX_MESSAGE, maxOutboundBytes);
        peer = connect(server.address());
        side = server.nextOpened();
    }

    @AfterEach
    void nothingIsLeft() throws IOException {
        peer.vanish();
        server.close();
        assertThat(side.overlaps()).as("calls of the receiver inside another").isZero();
        // A container may still be telling its sessions that they have ended.
        await().untilAsserted(
                        () -> assertThat(time.pendingTimers()).as("timers left").isZero());
    }

    private void hasEndedWith(int code) {
        await().pollInterval(Duration.ofMillis(5))
                .untilAsserted(() -> assertThat(side.closes()).containsExactly(code));
        assertThat(side.connection().outboundBytes()).isZero();
        assertThat(side.connection().send(BIG)).isEqualTo(SendResult.CLOSED);
    }

    /** Sends to a peer that does not read until the queue is full; returns the number of accepted messages. */
    private int fill() {
        peer.stopReading();
        return FullQueue.fill(side, BIG);
    }

    // ---- sending

    @Test
    void textsKeepTheirOrder() throws Exception {
        for (int i = 0; i < 100; i++) {
            peer.send("grüße 你好 " + i);
        }
        for (int i = 0; i < 100; i++) {
            assertThat(peer.receive()).isEqualTo("grüße 你好 " + i);
        }
        assertThat(side.texts()).hasSize(100);
        await().untilAsserted(
                        () -> assertThat(side.connection().outboundBytes()).isZero());
    }

    @Test
    void aPartOfAnArrayThatChangesAfterwardsIsSentAsItWas() throws Exception {
        byte[] changing = "<grüße>".getBytes(UTF_8);
        for (int i = 0; i < 100; i++) {
            changing[1] = (byte) ('a' + i % 26);
            while (side.connection().send(changing, 1, changing.length - 2) == SendResult.FULL) {
                Thread.onSpinWait();
            }
        }
        Arrays.fill(changing, (byte) '!');
        for (int i = 0; i < 100; i++) {
            assertThat(peer.receive()).isEqualTo((char) ('a' + i % 26) + "rüße");
        }
    }

    @Test
    void sendersOnManyThreadsKeepMessagesWholeAndTheirOrder() throws Exception {
        int senders = 4;
        int each = 500;
        for (int s = 0; s < senders; s++) {
            int sender = s;
            new Thread(() -> {
                        for (int i = 0; i < each; i++) {
                            byte[] text = (sender + ":" + i + ":" + "y".repeat(i * 7 % 900)).getBytes(UTF_8);
                            while (side.connection().send(text) == SendResult.FULL) {
                                Thread.onSpinWait();
                            }
                        }
                    })
                    .start();
        }
        int[] next = new int[senders];
        for (int i = 0; i < senders * each; i++) {
            String[] parts = peer.receive().split(":", -1);
            int sender = Integer.parseInt(parts[0]);
            int number = Integer.parseInt(parts[1]);
            assertThat(number).isEqualTo(next[sender]++);
            assertThat(parts[2]).hasSize(number * 7 % 900);
        }
    }

    @Test
    void aFullConnectionRefusesAndRecoversWhenThePeerReads() throws Exception {
        int waiting = fill();
        assertThat(side.connection().outboundBytes()).isBetween(MAX_OUTBOUND - 70_000L, (long) MAX_OUTBOUND);
        int drainedBefore = side.drained();

        peer.startReading();
        for (int i = 0; i < waiting; i++) {
            assertThat(peer.receive()).hasSize(BIG.length);
        }

        await().until(() -> side.drained() > drainedBefore);
        assertThat(side.connection().send("again".getBytes(UTF_8))).isEqualTo(SendResult.ACCEPTED);
        assertThat(peer.receive()).isEqualTo("again");
    }

    @Test
    void aMessageOverTheLimitPassesWhileNothingElseWaits() throws Exception {
        byte[] large = "x".repeat(2 * MAX_OUTBOUND).getBytes(UTF_8);

        assertThat(side.connection().send(large)).isEqualTo(SendResult.ACCEPTED);

        assertThat(peer.receive()).hasSize(large.length);
    }

    @Needs(TransportCapability.BATCHED_WRITES)
    @Test
    void whatTheSocketTakesIsNoBacklog() throws Exception {
        nothingIsLeft();
        open(100_000);
        int messages = 5000;
        List<SendResult> results = new CopyOnWriteArrayList<>();
        side.whenText((at, text) -> {
            for (int i = 0; i < messages; i++) {
                results.add(at.connection().send((i + " " + "y".repeat(100)).getBytes(UTF_8)));
            }
        });

        peer.send("all at once, five times the limit");

        for (int i = 0; i < messages; i++) {
            assertThat(peer.receive()).startsWith(i + " ");
        }
        await().until(() -> results.size() == messages);
        assertThat(results).containsOnly(SendResult.ACCEPTED);
    }

    // ---- receiving

    @Test
    void aPauseHoldsBackAndResumingHandsOver() throws Exception {
        PausedReceiver receiver = PausedReceiver.of(side);
        for (int i = 1; i <= 4; i++) {
            peer.send("message " + i);
        }
        for (int i = 1; i <= 4; i++) {
            receiver.awaitPause(i);
            receiver.resume();
        }
        assertThat(receiver.textsDuringAPause()).isZero();
        assertThat(side.texts()).containsExactly("message 1", "message 2", "message 3", "message 4");
    }

    @Needs(TransportCapability.FRAME_EVENTS)
    @Test
    void pingsAreTold() throws Exception {
        peer.ping();
        await().untilAsserted(() -> assertThat(side.pings()).isEqualTo(1));
        assertThat(side.texts()).isEmpty();
    }

    @Test
    void pongsAreTold() throws Exception {
        side.connection().ping();
        side.connection().send("after the ping".getBytes(UTF_8));
        assertThat(peer.receive()).isEqualTo("after the ping");

        await().untilAsserted(() -> assertThat(side.pongs()).isEqualTo(1));
        assertThat(side.texts()).isEmpty();
    }

    @Test
    void aMessageOverTheLimitEndsTheConnection() throws Exception {
        peer.send("m".repeat(MAX_MESSAGE));
        assertThat(peer.receive()).hasSize(MAX_MESSAGE);

        peer.send("m".repeat(MAX_MESSAGE + 1));

        assertThat(peer.closeCode()).isEqualTo(1009);
        hasEndedWith(1009);
        assertThat(side.texts()).hasSize(1);
    }

    @Test
    void aReceiverThatThrowsEndsItsOwnConnectionOnly() throws Exception {
        side.whenText((at, text) -> {
            throw new IllegalStateException("a test's receiver");
        });
        Peer other = connect(server.address());

        peer.send("boom");

        assertThat(peer.closeCode()).isEqualTo(1011);
        hasEndedWith(1011);
        other.send("well");
        assertThat(other.receive()).isEqualTo("well");
        other.vanish();
    }

    // ---- ending

    @ParameterizedTest
    @EnumSource(value = CloseReason.class, mode = EnumSource.Mode.EXCLUDE, names = "SLOW_CONSUMER")
    void theGatewayClosesAfterWhatItHasSent(CloseReason reason) throws Exception {
        side.whenText((at, text) -> {
            at.connection().send(text);
            at.connection().close(reason);
            at.connection().close(CloseReason.IDLE);
            assertThat(at.connection().send(text)).isEqualTo(SendResult.CLOSED);
        });

        peer.send("bye");

        assertThat(peer.receive()).isEqualTo("bye");
        assertThat(peer.closeCode()).isEqualTo(reason.code());
        hasEndedWith(reason.code());
        assertThat(side.texts()).containsExactly("bye");
    }

    @Test
    void aSlowConsumerLosesWhatWaits() throws Exception {
        fill();

        side.connection().close(CloseReason.SLOW_CONSUMER);

        assertThat(side.connection().send(BIG)).isEqualTo(SendResult.CLOSED);
        await().untilAsserted(
                        () -> assertThat(side.connection().outboundBytes()).isLessThan(BIG.length + 100L));
        peer.startReading();
        assertThat(peer.closeCode()).isEqualTo(4430);
        hasEndedWith(4430);
    }

    @Needs(TransportCapability.CLOSE_HANDSHAKE)
    @Test
    void aCloseThatIsNotAnsweredTimesOut() throws Exception {
        peer.becomeUnresponsive();
        side.connection().close(CloseReason.KICKED);
        assertThat(peer.closeCode()).isEqualTo(4410);

        time.advance(TransportUnderTest.CLOSE_TIMEOUT.minusMillis(1));
        assertThat(side.closes()).isEmpty();
        time.advance(Duration.ofMillis(1));

        hasEndedWith(4410);
    }

    @Test
    void aPeerThatNeverReadsIsCutOffAfterTheCloseTimeout() {
        fill();
        side.connection().close(CloseReason.GOING_AWAY);
        await().until(() -> time.pendingTimers() == 1);
        assertThat(side.closes()).isEmpty();

        time.advance(TransportUnderTest.CLOSE_TIMEOUT);

        // Not 1001, because its close frame was never written.
        hasEndedWith(1006);
    }

    @Test
    void thePeersCloseIsAnsweredAndToldOnce() throws Exception {
        peer.close(4000);

        assertThat(peer.closeCode()).isEqualTo(4000);
        hasEndedWith(4000);
    }

    @Test
    void aPeerThatVanishesIsGone() throws Exception {
        peer.vanish();

        hasEndedWith(1006);
        side.connection().close(CloseReason.KICKED);
        side.connection().ping();
        side.connection().suspendReceiving();
        side.connection().resumeReceiving();
        assertThat(side.closes()).containsExactly(1006);
    }

    @Test
    void closingWorksDuringAPause() throws Exception {
        side.whenText((at, text) -> at.connection().suspendReceiving());
        peer.send("1");
        peer.send("2");
        await().until(() -> side.texts().size() == 1);

        side.connection().close(CloseReason.IDLE);

        assertThat(peer.closeCode()).isEqualTo(4409);
        hasEndedWith(4409);
        assertThat(side.texts()).containsExactly("1");
    }

    @Test
    void manyThreadsMayCloseAndTheEndIsToldOnce() throws Exception {
        List<ServerSide> sides = new ArrayList<>();
        List<Peer> peers = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            peers.add(connect(server.address()));
            sides.add(server.nextOpened());
        }
        CountDownLatch go = new CountDownLatch(1);
        List<Thread> closers = new ArrayList<>();
        for (CloseReason reason : List.of(CloseReason.KICKED, CloseReason.REPLACED, CloseReason.IDLE)) {
            Thread closer = new Thread(() -> {
                try {
                    go.await();
                } catch (InterruptedException e) {
                    return;
                }
                sides.forEach(each -> {
                    each.connection().send("x".getBytes(UTF_8));
                    each.connection().close(reason);
                });
            });
            closer.start();
            closers.add(closer);
        }
        go.countDown();
        for (Peer each : peers) {
            each.vanish();
        }
        for (Thread closer : closers) {
            closer.join();
        }
        await().untilAsserted(() ->
                assertThat(sides).allSatisfy(each -> assertThat(each.closes()).hasSize(1)));
    }

    @Test
    void closingTheTransportEndsEverythingOnce() throws Exception {
        connect(server.address());
        ServerSide other = server.nextOpened();
        fill();

        server.transport().close();
        server.transport().close();

        assertThat(server.transport().isAccepting()).isFalse();
        assertThat(side.closes()).containsExactly(1006);
        assertThat(other.closes()).containsExactly(1006);
        server.capabilities().assume(TransportCapability.ABORT);
        peer.startReading();
        assertThat(peer.closeCode()).isEqualTo(1006);
    }
}
