package io.mychat.gateway.transport.jakarta.websocket;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mychat.gateway.spi.transport.CloseReason;
import io.mychat.gateway.spi.transport.Connection.SendResult;
import io.mychat.gateway.testkit.CountingAccount;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import org.junit.jupiter.api.Test;

/** The queue in front of a session that takes one frame at a time, at once or later. */
final class OutboundTest {

    private static final int MAX = 1000;

    private final FakeSession session = new FakeSession();
    private final Outbound outbound = new Outbound(session, MAX);
    private final CountingAccount account = new CountingAccount();

    private static byte[] text(int length) {
        return "x".repeat(length).getBytes(UTF_8);
    }

    @Test
    void aSessionHasOneFrameAtATime() {
        outbound.offer(text(1));
        outbound.offer(text(2));
        outbound.ping();
        outbound.offer(text(3));
        assertThat(session.taken).containsExactly("1");
        session.complete();
        session.complete();
        assertThat(session.taken).containsExactly("1", "2", "ping");
        session.complete();
        session.complete();
        assertThat(session.taken).containsExactly("1", "2", "ping", "3");
        assertThat(outbound.waiting()).isZero();
        assertThat(session.drained).isEqualTo(1);
    }

    @Test
    void aFrameThatAnotherThreadCompletesDuringTheCallHoldsUpNoOther() throws Exception {
        session.elsewhere = true;
        synchronized (outbound) {
            outbound.offer(text(1)); // its completion waits for this monitor, and the call returns
            session.elsewhere = false;
            outbound.offer(text(2));
        }
        session.other.join();

        assertThat(session.taken).containsExactly("1", "2");
    }

    @Test
    void manyFramesThatLeaveAtOnceNeedNoStack() {
        outbound.offer(text(1));
        for (int i = 0; i < 300; i++) {
            outbound.offer(text(1));
        }
        session.atOnce = true;
        session.complete();
        assertThat(session.taken).hasSize(301);
        assertThat(session.deepest).isLessThan(3);
    }

    @Test
    void theLimitCountsWhatTheSessionHasNotSent() {
        assertThat(outbound.offer(text(5000))).as("nothing else waits").isEqualTo(SendResult.ACCEPTED);
        assertThat(outbound.offer(text(1))).isEqualTo(SendResult.FULL);
        session.complete();
        assertThat(outbound.offer(text(900))).isEqualTo(SendResult.ACCEPTED);
        assertThat(outbound.offer(text(100))).isEqualTo(SendResult.FULL);
    }

    @Test
    void aSecondPingIsDroppedWhileOneWaits() {
        outbound.offer(text(1));
        outbound.ping();
        outbound.ping();
        session.complete();
        session.complete();
        assertThat(session.taken).containsExactly("1", "ping");
    }

    @Test
    void aCloseComesBehindWhatWaitsAndNothingBehindIt() {
        outbound.offer(text(1));
        outbound.offer(text(2));
        assertThat(outbound.close(CloseReason.KICKED)).isTrue();
        assertThat(outbound.close(CloseReason.IDLE)).isFalse();
        assertThat(outbound.offer(text(3))).isEqualTo(SendResult.CLOSED);
        session.complete();
        session.complete();
        assertThat(session.taken).containsExactly("1", "2", "KICKED");
    }

    @Test
    void aSlowConsumerGetsTheCloseOnly() {
        outbound.offer(text(1));
        outbound.offer(text(2));
        outbound.close(CloseReason.SLOW_CONSUMER);
        session.complete();
        assertThat(session.taken).containsExactly("1", "SLOW_CONSUMER");
    }

    @Test
    void bytesThatWaitAreReservedAndReleased() {
        Outbound large = new Outbound(session, 1 << 20);
        large.offer(text(8000));
        large.offer(text(8000));
        large.countOn(account);
        assertThat(account.outbound()).isEqualTo(large.waiting());
        large.offer(text(8000));
        assertThat(account.outbound()).isEqualTo(large.waiting());
        session.complete();
        assertThat(account.outbound()).isEqualTo(large.waiting());
        large.discard();
        assertThat(account.outbound()).isZero();
        session.complete();
        assertThat(session.taken).containsExactly("8000", "8000");
    }

    @Test
    void withoutRoomInTheBudgetTheConnectionIsASlowConsumer() {
        Outbound large = new Outbound(session, 1 << 20);
        account.limit(5000);
        large.countOn(account);
        large.offer(text(100));
        large.offer(text(8000));
        assertThat(large.requested()).isEqualTo(CloseReason.SLOW_CONSUMER);
        session.complete();
        assertThat(session.taken).containsExactly("100", "SLOW_CONSUMER");
        assertThat(account.outbound()).isZero();
    }

    /** A session in memory; complete() ends the frame that it has. */
    private static final class FakeSession implements Outbound.Session {

        final List<String> taken = new ArrayList<>();
        final Queue<Runnable> pending = new ArrayDeque<>();
        boolean atOnce;
        boolean elsewhere;
        Thread other = new Thread(() -> {});
        int drained;
        int depth;
        int deepest;

        void complete() {
            Runnable done = pending.poll();
            if (done != null) {
                done.run();
            }
        }

        private void take(String frame, Runnable done) {
            deepest = Math.max(deepest, ++depth);
            taken.add(frame);
            if (elsewhere) {
                other = new Thread(done);
                other.start();
                await().until(() -> other.getState() == Thread.State.BLOCKED);
            } else if (atOnce) {
                done.run();
            } else {
                pending.add(done);
            }
            depth--;
        }

        @Override
        public void message(byte[] payload, Runnable done) {
            take(Integer.toString(payload.length), done);
        }

        @Override
        public void ping(Runnable done) {
            take("ping", done);
        }

        @Override
        public void close(CloseReason reason) {
            taken.add(reason.name());
        }

        @Override
        public void drained() {
            drained++;
        }
    }
}
