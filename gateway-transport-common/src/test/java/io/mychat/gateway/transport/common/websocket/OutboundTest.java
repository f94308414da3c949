package io.mychat.gateway.transport.common.websocket;

import static org.assertj.core.api.Assertions.assertThat;

import io.mychat.gateway.spi.transport.CloseReason;
import io.mychat.gateway.spi.transport.MessageType;
import io.mychat.gateway.testkit.CountingAccount;
import io.mychat.gateway.transport.common.frame.FrameQueue;
import io.mychat.gateway.transport.common.frame.Opcode;
import java.io.IOException;
import java.util.Arrays;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class OutboundTest {

    private static final int MAX = 8 << 20;
    private static final int RECORD = 16_384;

    private final Worker worker = new Worker();
    private final IoLoop loop = new IoLoop(worker);
    private final FakeStream sink = new FakeStream();
    private final Outbound plain = new Outbound(false, MessageType.TEXT);
    private final Outbound tls = new Outbound(true, MessageType.TEXT);

    @AfterEach
    void stop() {
        worker.close();
    }

    private byte[] offer(Outbound outbound, int bytes) {
        byte[] text = new byte[bytes];
        for (int i = 0; i < bytes; i++) {
            text[i] = (byte) ('a' + i % 26);
        }
        outbound.offer(text, false, MAX, MAX, loop);
        return text;
    }

    private static int pings(byte[] wire) {
        int pings = 0;
        for (int at = 0; at < wire.length; at += FrameQueue.frameBytes(length(wire, at))) {
            pings += (wire[at] & 0x0F) == Opcode.PING ? 1 : 0;
        }
        return pings;
    }

    private static int length(byte[] wire, int at) {
        int first = wire[at + 1];
        return first < 126 ? first : ((wire[at + 2] & 0xFF) << 8) | (wire[at + 3] & 0xFF);
    }

    @Test
    void aRecordAtATimeIsNoFullSocket() throws IOException {
        sink.largest = RECORD;
        byte[] text = offer(tls, 500_000);

        assertThat(tls.flush(sink, loop)).isEqualTo(Outbound.Flush.DONE);

        byte[] wire = sink.take();
        assertThat(Arrays.copyOfRange(wire, 10, wire.length)).isEqualTo(text);
        assertThat(tls.waiting()).isZero();
    }

    @Test
    void aSocketThatTakesNoMoreIsFullWithTlsToo() throws IOException {
        sink.largest = RECORD;
        sink.room = 100_000;
        offer(tls, 500_000);

        assertThat(tls.flush(sink, loop)).isEqualTo(Outbound.Flush.BLOCKED);

        assertThat(sink.written()).isEqualTo(100_000);
        assertThat(tls.waiting()).isEqualTo(400_010);
    }

    @Test
    void whatTheTlsLayerTookLeavesOnceWhateverItSays() throws IOException {
        sink.largest = RECORD;
        sink.deniesNext = true; // it sent something of its own with it
        byte[] text = offer(tls, 100_000);

        assertThat(tls.flush(sink, loop)).isEqualTo(Outbound.Flush.DONE);

        byte[] wire = sink.take();
        assertThat(Arrays.copyOfRange(wire, 10, wire.length)).isEqualTo(text);
    }

    @Test
    void aPlainSocketThatTookLessIsNotAskedAgain() throws IOException {
        sink.largest = 10_000;
        offer(plain, 50_000);

        assertThat(plain.flush(sink, loop)).isEqualTo(Outbound.Flush.BLOCKED);

        assertThat(sink.writes()).isEqualTo(1);
    }

    @Test
    void afterAMegabyteOthersHaveTheirTurn() throws IOException {
        sink.largest = RECORD;
        offer(tls, 3_000_000);

        assertThat(tls.flush(sink, loop)).isEqualTo(Outbound.Flush.AGAIN);

        assertThat(sink.written()).isEqualTo(1 << 20);
    }

    @Test
    void everyPingLeavesThoughTheQueueNeverRunsEmpty() throws IOException {
        offer(plain, 996);
        for (int round = 1; round <= 5; round++) {
            plain.ping(MAX, loop);
            offer(plain, 996);
            sink.room = 1002; // the text before the ping, and the ping
            assertThat(plain.flush(sink, loop)).isEqualTo(Outbound.Flush.BLOCKED);
            assertThat(pings(sink.take())).as("round " + round).isEqualTo(1);
            assertThat(plain.waiting()).isEqualTo(1000);
        }
    }

    @Test
    void aPingThatThePeerHasReadDoesNotKeepTheNextOneBack() throws IOException {
        plain.ping(MAX, loop);
        sink.onWrite = () -> {
            sink.onWrite = () -> {};
            plain.ping(MAX, loop); // the peer has the first one, and the writer has not come back from the socket
        };

        assertThat(plain.flush(sink, loop)).isEqualTo(Outbound.Flush.DONE);

        assertThat(pings(sink.take())).isEqualTo(2);
    }

    @Test
    void aSocketThatTakesNothingIsLeftTwoPingsAtMost() throws IOException {
        sink.room = 0;
        plain.ping(MAX, loop);
        sink.onWrite = () -> {
            plain.ping(MAX, loop);
            plain.ping(MAX, loop);
        };

        for (int i = 0; i < 10; i++) {
            assertThat(plain.flush(sink, loop)).isEqualTo(Outbound.Flush.BLOCKED);
        }

        assertThat(plain.waiting()).isEqualTo(2L * FrameQueue.frameBytes(0));
    }

    @Test
    void aPingThatWaitsIsNotDoubled() throws IOException {
        offer(plain, 996);
        sink.room = 0;
        plain.ping(MAX, loop);
        assertThat(plain.flush(sink, loop)).isEqualTo(Outbound.Flush.BLOCKED);
        plain.ping(MAX, loop);

        sink.room = MAX;
        assertThat(plain.flush(sink, loop)).isEqualTo(Outbound.Flush.DONE);

        assertThat(pings(sink.take())).isEqualTo(1);
    }

    @Test
    void whatOthersSendBeforeTheReceiverIsThereCountsOnceItIs() throws IOException {
        CountingAccount account = new CountingAccount();
        offer(plain, 100_000);
        plain.countOn(account);
        assertThat(account.outbound()).isEqualTo(100_010);

        sink.room = 60_000;
        assertThat(plain.flush(sink, loop)).isEqualTo(Outbound.Flush.BLOCKED);
        assertThat(account.outbound()).isEqualTo(40_010);
        sink.room = MAX;
        assertThat(plain.flush(sink, loop)).isEqualTo(Outbound.Flush.DONE);
        assertThat(account.outbound()).isZero();
    }

    @Test
    void whatMayNotBeKeptWhenTheReceiverComesClosesTheConnection() {
        CountingAccount account = new CountingAccount();
        account.limit(50_000);
        offer(plain, 100_000);
        plain.countOn(account);
        assertThat(plain.requested()).isEqualTo(CloseReason.SLOW_CONSUMER);
        assertThat(account.outbound()).isZero();
        plain.discard();
        assertThat(account.outbound()).isZero();
    }

    /** The queue is empty, and the peer takes nothing. */
    private void block(Outbound outbound) throws IOException {
        offer(outbound, 100);
        sink.holds = true;
        assertThat(outbound.flush(sink, loop)).isEqualTo(Outbound.Flush.BLOCKED);
        assertThat(outbound.waiting()).isZero();
    }

    @Test
    void whatWaitsBehindTheTlsLayerCountsFromTheFirstByte() throws Exception {
        CountingAccount account = new CountingAccount();
        worker.run(() -> {
            tls.countOn(account);
            block(tls);
            assertThat(account.outbound()).isZero();

            tls.pong(new byte[10], MAX, loop);
            offer(tls, 500);
            assertThat(account.outbound()).isEqualTo(tls.waiting()).isEqualTo(516);
        });
        offer(tls, 1000);
        assertThat(account.outbound()).isEqualTo(tls.waiting()).isEqualTo(1520);

        sink.holds = false;
        assertThat(tls.flush(sink, loop)).isEqualTo(Outbound.Flush.DONE);

        assertThat(account.outbound()).isZero();
        offer(tls, 100);
        assertThat(account.outbound()).as("a peer that reads again").isZero();
    }

    @Test
    void aPeerThatTakesNothingHoldsNoQueueOfTheLoop() throws Exception {
        worker.run(() -> {
            plain.offerCopy(new byte[10_000], 0, 10_000, MAX, MAX, loop);
            assertThat(plain.flush(sink, loop)).isEqualTo(Outbound.Flush.DONE);
            FrameQueue roomy = loop.takeQueue();
            loop.giveBack(roomy);

            block(tls);
            tls.pong(new byte[0], MAX, loop);
            tls.offerCopy(new byte[300], 0, 300, MAX, MAX, loop);

            assertThat(loop.takeQueue()).isSameAs(roomy);
            sink.take();
            sink.holds = false;
            assertThat(tls.flush(sink, loop)).isEqualTo(Outbound.Flush.DONE);
            assertThat(sink.take()).hasSize(2 + 4 + 300);
        });
    }
}
