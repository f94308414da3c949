package io.mychat.gateway.transport.undertow;

import static io.mychat.gateway.transport.undertow.RawClient.CLOSE;
import static io.mychat.gateway.transport.undertow.RawClient.PING;
import static io.mychat.gateway.transport.undertow.RawClient.PONG;
import static io.mychat.gateway.transport.undertow.RawClient.TEXT;
import static io.mychat.gateway.transport.undertow.RawClient.close;
import static io.mychat.gateway.transport.undertow.RawClient.frame;
import static io.mychat.gateway.transport.undertow.RawClient.join;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.mychat.gateway.spi.transport.CloseReason;
import io.mychat.gateway.spi.transport.Connection.SendResult;
import io.mychat.gateway.spi.transport.WebSocketSettings;
import io.mychat.gateway.spi.transport.WebSocketTransport;
import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What the SPI promises about a connection: order, bounds, pauses, and every way to end it. For any transport. */
abstract class ConnectionsContract {

    private static final int MAX_OUTBOUND = 1 << 20;
    private static final byte[] BIG = "x".repeat(60_000).getBytes(UTF_8);
    private TestServer server;
    private RawClient client;

    abstract WebSocketTransport transport(ManualTime time);

    @BeforeEach
    void open() throws Exception {
        ManualTime time = new ManualTime();
        server = new TestServer(transport(time), time, 100_000, MAX_OUTBOUND);
        client = server.connect();
    }

    @AfterEach
    void stop() throws Exception {
        client.close();
        server.close();
    }

    /** Sends until the socket's buffers and the connection's own are full. */
    private static void fill(ServerSide side) {
        await().pollInterval(Duration.ofMillis(20)).until(() -> {
            boolean taken = false;
            while (side.connection.send(BIG) == SendResult.ACCEPTED) {
                taken = true;
            }
            return !taken;
        });
    }

    @Test
    void repliesOfOneReadWaitForItsEndAndLeaveTogether() throws Exception {
        ServerSide side = server.nextOpened();
        List<Long> waiting = new CopyOnWriteArrayList<>();
        side.onText = (at, text) -> {
            waiting.add(at.connection.outboundBytes());
            at.connection.send(text);
        };
        client.write(join(frame(TEXT, "one"), frame(TEXT, "two"), frame(TEXT, "six")));
        assertThat(client.readText() + client.readText() + client.readText()).isEqualTo("onetwosix");
        assertThat(waiting).containsExactly(0L, 5L, 10L);
        await().untilAsserted(() -> assertThat(side.connection.outboundBytes()).isZero());
    }

    @Test
    void aBatchOfRepliesLargerThanTheLimitIsNoSlowReader() throws Exception {
        ServerSide side = server.nextOpened();
        List<SendResult> results = new CopyOnWriteArrayList<>();
        side.onText = (at, text) -> results.add(at.connection.send(BIG));
        byte[][] frames = new byte[40][];
        java.util.Arrays.fill(frames, frame(TEXT, "more"));
        Thread reader = new Thread(() -> {
            try {
                client.write(join(frames));
            } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
        });
        client.socket.setReceiveBufferSize(1 << 22);
        reader.start();
        for (int i = 0; i < 17; i++) {
            assertThat(client.read().payload()).hasSize(BIG.length);
        }
        reader.join();
        await().until(() -> results.size() == 40);
        assertThat(results.subList(0, 17)).containsOnly(SendResult.ACCEPTED);
    }

    @Test
    void sendersOnManyThreadsKeepFramesWholeAndTheirOrder() throws Exception {
        ServerSide side = server.nextOpened();
        int senders = 4;
        int each = 500;
        for (int s = 0; s < senders; s++) {
            int sender = s;
            new Thread(() -> {
                        for (int i = 0; i < each; i++) {
                            byte[] text = (sender + ":" + i + ":" + "y".repeat(i * 7 % 900)).getBytes(UTF_8);
                            while (side.connection.send(text) == SendResult.FULL) {
                                Thread.onSpinWait();
                            }
                        }
                    })
                    .start();
        }
        int[] next = new int[senders];
        for (int i = 0; i < senders * each; i++) {
            String[] parts = client.readText().split(":", -1);
            int sender = Integer.parseInt(parts[0]);
            int number = Integer.parseInt(parts[1]);
            assertThat(number).isEqualTo(next[sender]++);
            assertThat(parts[2]).hasSize(number * 7 % 900);
        }
    }

    @Test
    void aFullConnectionRefusesAndRecoversWhenThePeerReads() throws Exception {
        ServerSide side = server.nextOpened();
        fill(side);
        assertThat(side.connection.outboundBytes()).isBetween(MAX_OUTBOUND - 70_000L, (long) MAX_OUTBOUND);
        int drainedBefore = side.drained.get();
        await().until(() -> {
            assertThat(client.read().payload()).hasSize(BIG.length);
            return side.drained.get() > drainedBefore;
        });
        assertThat(side.connection.send("again".getBytes(UTF_8))).isEqualTo(SendResult.ACCEPTED);
        RawClient.Frame frame = client.read();
        while (frame.payload().length == BIG.length) {
            frame = client.read();
        }
        assertThat(frame.text()).isEqualTo("again");
    }

    @Test
    void aMessageOverTheLimitPassesWhileNothingElseWaits() throws Exception {
        ServerSide side = server.nextOpened();
        byte[] large = "x".repeat(2 * MAX_OUTBOUND).getBytes(UTF_8);

        assertThat(side.connection.send(large)).isEqualTo(SendResult.ACCEPTED);

        assertThat(client.read().payload()).hasSize(large.length);
    }

    @Test
    void aSlowConsumerLosesWhatWaitsAndSeesWhy() throws Exception {
        ServerSide side = server.nextOpened();
        fill(side);
        side.connection.close(CloseReason.SLOW_CONSUMER);
        assertThat(side.connection.send(BIG)).isEqualTo(SendResult.CLOSED);
        await().untilAsserted(() -> assertThat(side.connection.outboundBytes()).isLessThan(BIG.length + 100L));
        assertThat(client.readCloseCode()).isEqualTo(4430);
        client.write(close(4430, ""));
        assertThat(client.seesEnd()).isTrue();
        await().untilAsserted(() -> assertThat(side.closes).containsExactly(4430));
    }

    @Test
    void aPeerThatNeverReadsIsCutOffAfterTheCloseTimeout() throws Exception {
        ServerSide side = server.nextOpened();
        fill(side);
        side.connection.close(CloseReason.GOING_AWAY);
        await().until(() -> server.time.alarms() == 1);
        assertThat(side.closes).isEmpty();
        server.time.advance(TestServer.CLOSE_TIMEOUT);
        await().untilAsserted(() -> assertThat(side.closes).containsExactly(1006));
        assertThat(side.connection.outboundBytes()).isZero();
        assertThat(client.seesEnd()).isTrue();
    }

    @ParameterizedTest
    @EnumSource(CloseReason.class)
    void theGatewayClosesAfterWhatItHasSent(CloseReason reason) throws Exception {
        ServerSide side = server.nextOpened();
        side.onText = (at, text) -> {
            at.connection.send(text);
            at.connection.close(reason);
            assertThat(at.connection.send(text)).isEqualTo(SendResult.CLOSED);
        };
        client.write(join(frame(TEXT, "bye"), frame(TEXT, "not handed over"), frame(PING, "not answered")));
        RawClient.Frame frame = client.read();
        if (reason != CloseReason.SLOW_CONSUMER) {
            assertThat(frame.text()).isEqualTo("bye");
            frame = client.read();
        }
        assertThat(frame.opcode()).isEqualTo(CLOSE);
        assertThat(frame.closeCode()).isEqualTo(reason.code());
        assertThat(new String(frame.payload(), 2, frame.payload().length - 2, UTF_8))
                .isEqualTo(reason.text());
        client.write(close(reason.code(), ""));
        assertThat(client.seesEnd()).isTrue();
        await().untilAsserted(() -> assertThat(side.closes).containsExactly(reason.code()));
        assertThat(side.texts).containsExactly("bye");
        assertThat(server.time.alarms()).isZero();
    }

    @Test
    void aCloseThatIsNotAnsweredTimesOut() throws Exception {
        ServerSide side = server.nextOpened();
        side.connection.close(CloseReason.KICKED);
        assertThat(client.readCloseCode()).isEqualTo(4410);
        assertThat(side.closes).isEmpty();
        server.time.advance(TestServer.CLOSE_TIMEOUT);
        assertThat(client.seesEnd()).isTrue();
        await().untilAsserted(() -> assertThat(side.closes).containsExactly(4410));
    }

    @Test
    void aViolatorThatStaysIsCutOffAfterTheCloseTimeout() throws Exception {
        client.write(frame(0x83, new byte[0]));
        assertThat(client.readCloseCode()).isEqualTo(1002);
        ServerSide side = server.nextOpened();
        client.write(new byte[1000]);
        assertThat(side.closes).isEmpty();
        server.time.advance(TestServer.CLOSE_TIMEOUT);
        await().untilAsserted(() -> assertThat(side.closes).containsExactly(1002));
    }

    @Test
    void manyThreadsMayCloseAndTheEndIsToldOnce() throws Exception {
        server.nextOpened();
        List<ServerSide> sides = new ArrayList<>();
        List<RawClient> clients = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            clients.add(server.connect());
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
                sides.forEach(side -> {
                    side.connection.send("x".getBytes(UTF_8));
                    side.connection.close(reason);
                });
            });
            closer.start();
            closers.add(closer);
        }
        go.countDown();
        for (RawClient each : clients) {
            each.close();
        }
        for (Thread closer : closers) {
            closer.join();
        }
        await().untilAsserted(() ->
                assertThat(sides).allSatisfy(side -> assertThat(side.closes).hasSize(1)));
    }

    @Test
    void aPeerThatHangsUpIsGone() throws Exception {
        ServerSide side = server.nextOpened();
        client.close();
        await().untilAsserted(() -> assertThat(side.closes).containsExactly(1006));
        assertThat(side.connection.send(BIG)).isEqualTo(SendResult.CLOSED);
        side.connection.close(CloseReason.KICKED);
        side.connection.ping();
        side.connection.resumeReceiving();
        assertThat(side.connection.outboundBytes()).isZero();
    }

    @Test
    void aPeerThatResetsTheConnectionWhileItIsFullIsGone() throws Exception {
        ServerSide side = server.nextOpened();
        fill(side);
        client.socket.setSoLinger(true, 0);
        client.close();
        await().untilAsserted(() -> assertThat(side.closes).containsExactly(1006));
    }

    @Test
    void aPeerThatEndsItsHalfInsideAFrameIsGone() throws Exception {
        client.write(RawClient.header(0x81, 1000));
        client.socket.shutdownOutput();
        ServerSide side = server.nextOpened();
        await().untilAsserted(() -> assertThat(side.closes).containsExactly(1006));
        assertThat(side.texts).isEmpty();
    }

    @Test
    void aPauseHoldsBackWhatWasReadAndResumingHandsItOver() throws Exception {
        ServerSide side = server.nextOpened();
        side.onText = (at, text) -> at.connection.suspendReceiving();
        client.write(join(frame(TEXT, "1"), frame(TEXT, "2"), frame(TEXT, "3 " + "z".repeat(40_000))));
        client.text("4");
        for (int i = 1; i <= 4; i++) {
            int expected = i;
            await().during(Duration.ofMillis(50)).until(() -> side.texts.size() == expected);
            side.connection.resumeReceiving();
        }
        assertThat(side.texts).extracting(text -> text.substring(0, 1)).containsExactly("1", "2", "3", "4");
    }

    @Test
    void aPausedPeerIsSlowedDownByTcp() throws Exception {
        ServerSide side = server.nextOpened();
        side.connection.suspendReceiving();
        client.socket.setSoTimeout(0);
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
        side.onText = (at, text) -> {};
        writer.start();
        await().during(Duration.ofMillis(200)).until(() -> side.texts.isEmpty() && writer.isAlive());
        side.connection.resumeReceiving();
        await().until(() -> side.texts.size() == messages);
        writer.join();
    }

    @Test
    void closingWorksDuringAPause() throws Exception {
        ServerSide side = server.nextOpened();
        side.onText = (at, text) -> at.connection.suspendReceiving();
        client.write(join(frame(TEXT, "1"), frame(TEXT, "2")));
        await().until(() -> side.texts.size() == 1);
        side.connection.close(CloseReason.IDLE);
        assertThat(client.readCloseCode()).isEqualTo(4409);
        client.write(close(4409, ""));
        assertThat(client.seesEnd()).isTrue();
        await().untilAsserted(() -> assertThat(side.closes).containsExactly(4409));
        assertThat(side.texts).containsExactly("1");
    }

    @Test
    void theGatewayPings() throws Exception {
        ServerSide side = server.nextOpened();
        side.connection.ping();
        RawClient.Frame ping = client.read();
        assertThat(ping.opcode()).isEqualTo(PING);
        client.write(frame(0x80 | PONG, ping.payload()));
        await().untilAsserted(() -> assertThat(side.pongs).hasValue(1));
        side.connection.ping();
        assertThat(client.read().opcode()).isEqualTo(PING);
    }

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
        await().untilAsserted(() -> assertThat(side.pings).hasValue(pings));
        assertThat(side.connection.outboundBytes()).isLessThanOrEqualTo(MAX_OUTBOUND);
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
    void aReceiverThatThrowsClosesItsOwnConnectionOnly() throws Exception {
        ServerSide side = server.nextOpened();
        side.onText = (at, text) -> {
            throw new IllegalStateException("a test's receiver");
        };
        try (RawClient other = server.connect()) {
            client.text("boom");
            assertThat(client.readCloseCode()).isEqualTo(1011);
            other.text("well");
            assertThat(other.readText()).isEqualTo("well");
        }
    }

    @Test
    void whatOnOpenSendsLeavesFirst() throws Exception {
        server.onOpen = side -> side.connection.send("welcome".getBytes(UTF_8));
        try (RawClient other = RawClient.connect(server.address)) {
            other.write(join(RawClient.handshake("/ws").getBytes(UTF_8), frame(TEXT, "early")));
            assertThat(other.readHead()).contains("101");
            assertThat(other.readText()).isEqualTo("welcome");
            assertThat(other.readText()).isEqualTo("early");
        }
    }

    @Test
    void closingTheTransportEndsEverythingOnce() throws Exception {
        ServerSide side = server.nextOpened();
        ServerSide full = null;
        try (RawClient other = server.connect();
                Socket silent = new Socket(server.address.getAddress(), server.address.getPort())) {
            full = server.nextOpened();
            fill(full);
            server.transport.close();
            server.transport.close();
            assertThat(server.transport.isAccepting()).isFalse();
            assertThat(side.closes).containsExactly(1006);
            assertThat(full.closes).containsExactly(1006);
            assertThat(client.seesEnd()).isTrue();
            assertThat(other.seesEnd()).isTrue();
            silent.setSoTimeout(10_000);
            assertThat(silent.getInputStream().read()).isEqualTo(-1);
        }
        assertThatThrownBy(() -> RawClient.connect(server.address)).isInstanceOf(IOException.class);
    }

    @Test
    void aPortInUseIsNamed() {
        WebSocketTransport second = transport(server.time);
        int port = server.address.getPort();
        assertThatThrownBy(() -> second.start(
                        new WebSocketSettings("127.0.0.1", port, "/ws", 1, 1, Duration.ofSeconds(1)), server))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("127.0.0.1:" + port);
    }
}
