package io.mychat.gateway.core.inbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.mychat.gateway.core.codec.DataOnlyCodec;
import io.mychat.gateway.core.codec.ReplyBuffers;
import io.mychat.gateway.core.codec.ServerMessage;
import io.mychat.gateway.core.config.TraceConfig;
import io.mychat.gateway.core.connection.ClientConnection;
import io.mychat.gateway.core.connection.TestConnections;
import io.mychat.gateway.core.event.NoMessageEvents;
import io.mychat.gateway.core.threads.NoThreadException;
import io.mychat.gateway.core.tracelog.TraceRecorder;
import io.mychat.gateway.spi.StoreUnavailableException;
import io.mychat.gateway.spi.chat.ChatId;
import io.mychat.gateway.spi.chat.ChatMessage;
import io.mychat.gateway.spi.chat.InboxEntry;
import io.mychat.gateway.spi.chat.InboxPage;
import io.mychat.gateway.spi.codec.Notice;
import io.mychat.gateway.spi.event.Tracer;
import io.mychat.gateway.spi.transport.CloseReason;
import io.mychat.gateway.testkit.ManualTime;
import io.mychat.gateway.testkit.StubConnection;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The table of {@link FeedState}, against a port of the test's. */
class InboxFeedTest {

    private static final int MAX_OUTBOUND = 1000;
    private static final int MESSAGE = 100;

    private final ManualTime time = new ManualTime();
    private final Reader reader = new Reader();
    private final ClientConnection client =
            TestConnections.manager(time).open("s1", "192.0.2.1", reader, new DataOnlyCodec());
    private final Port port = new Port();
    private final InboxFeed feed = new InboxFeed(client, "bob", port);
    private final List<InboxEntry> stored = new ArrayList<>();

    @BeforeEach
    void tellTheClientWhereItStands() {
        feed.begin(new ResumePoint("e", 1, 0, false, false));
    }

    private InboxArrival store(String content) {
        long seq = stored.size() + 1L;
        ChatMessage message =
                new ChatMessage(content, ChatId.between("alice", "bob"), seq, "alice", "bob", content, time.now());
        InboxEntry entry = new InboxEntry(seq, message, "other");
        stored.add(entry);
        return new InboxArrival("e", entry, false);
    }

    private void arrive(String content) {
        feed.arrived(store(content), MESSAGE);
    }

    @Test
    void nothingIsSentBeforeTheFeedBegins() {
        InboxFeed prepared = new InboxFeed(client, "bob", port);
        prepared.arrived(store("m1"), MESSAGE);
        prepared.wake();
        assertThat(reader.messages).isEmpty();

        prepared.begin(new ResumePoint("e", 1, 0, false, false));

        assertThat(reader.messages).containsExactly("m1");
        assertThat(port.reads).as("what came before is read from the store").isEqualTo(1);
    }

    @Test
    void theNextEntryIsSentWithoutALookAtTheStore() {
        arrive("m1");
        arrive("m2");

        assertThat(reader.messages).containsExactly("m1", "m2");
        assertThat(port.reads).isZero();
    }

    @Test
    void anEntryMayBeAcknowledgedWhileItIsSent() {
        List<Boolean> known = new ArrayList<>();
        reader.whileSending = () -> {
            known.add(feed.epochOfSent(1).equals(Optional.of("e")));
            known.add(feed.epochOfSent(2).isPresent());
            known.add(feed.hasTaken("e", 1));
        };

        arrive("m1");

        assertThat(known)
                .as("it is known, the next one is not, and the client does not have it yet")
                .containsExactly(true, false, false);
        assertThat(feed.hasTaken("e", 1)).isTrue();
    }

    @Test
    void anEndDuringASendIsReportedBehindIt() {
        List<Boolean> taken = new ArrayList<>();
        reader.whileSending = () -> feed.whenAtRest(() -> taken.add(feed.hasTaken("e", 1)));

        arrive("m1");

        assertThat(taken).containsExactly(true);

        feed.whenAtRest(() -> taken.add(feed.hasTaken("e", 2)));
        assertThat(taken).as("at once when nothing is sent").containsExactly(true, false);
    }

    @Test
    void anEntryIsEncodedOnceForAllSessionsOfItsUser() {
        Reader other = new Reader();
        InboxFeed second = new InboxFeed(
                TestConnections.manager(time).open("s2", "192.0.2.1", other, new DataOnlyCodec()), "bob", port);
        second.begin(new ResumePoint("e", 1, 0, false, false));
        InboxArrival arrival = store("m1");

        feed.arrived(arrival, MESSAGE);
        second.arrived(arrival, MESSAGE);

        assertThat(reader.messages).containsExactly("m1");
        assertThat(other.messages).containsExactly("m1");
        assertThat(port.encoded).isEqualTo(1);
    }

    @Test
    void anEntryOutOfOrderMakesTheFeedReadTheStore() {
        store("m1");
        arrive("m2");

        assertThat(reader.messages).containsExactly("m1", "m2");
        assertThat(port.reads).isEqualTo(1);
    }

    @Test
    void aBlockedFeedGoesOnWhenTheClientHasRead() {
        reader.waiting = MAX_OUTBOUND / 2;
        arrive("m1");
        arrive("m2");
        assertThat(reader.messages).isEmpty();

        reader.waiting = 0;
        feed.drained();

        assertThat(reader.messages).containsExactly("m1", "m2");
    }

    @Test
    void aBlockedFeedLooksForAQueueThatEmptiedUnannounced() {
        reader.waiting = MAX_OUTBOUND / 2;
        arrive("m1");
        reader.waiting = 0;

        time.advance(Duration.ofSeconds(1));

        assertThat(reader.messages).containsExactly("m1");
    }

    @Test
    void aReaderThatHasCaughtUpMayNotFallBehindByMoreThanTheLimit() {
        reader.waiting = MAX_OUTBOUND / 2;
        for (int i = 0; i < 6; i++) {
            arrive("m" + i);
        }
        assertThat(reader.closed).as("the first blocks, and five more fit").isNull();

        arrive("one more");

        assertThat(reader.closed).isEqualTo(CloseReason.SLOW_CONSUMER);
    }

    @Test
    void aReaderThatReplaysMayTakeItsTime() {
        store("missed");
        InboxFeed replaying = new InboxFeed(client, "bob", port);
        reader.waiting = MAX_OUTBOUND / 2;
        replaying.begin(new ResumePoint("e", 1, 1, false, false));
        for (int i = 0; i < 50; i++) {
            replaying.arrived(store("m" + i), MESSAGE);
        }
        assertThat(reader.closed).isNull();

        reader.waiting = 0;
        replaying.drained();

        assertThat(reader.messages).hasSize(51).startsWith("missed");
    }

    @Test
    void aFeedRestsAfterAFailureAndTheTimerOfAnEarlierRestDoesNothing() {
        port.failures = 2;
        feed.wake();
        assertThat(port.tries).isEqualTo(1);
        feed.wakeAtOnce();
        assertThat(port.tries).as("the store answers again, it was said").isEqualTo(2);
        store("m1");

        time.advance(Duration.ofMillis(100));

        assertThat(port.tries)
                .as("the second rest ends, the first had ended before")
                .isEqualTo(3);
        assertThat(reader.messages).containsExactly("m1");
        assertThat(time.pendingTimers()).as("the connection's own").isEqualTo(1);
    }

    @Test
    void aFeedWithoutAThreadTriesAgain() {
        port.threadsMissing = 1;
        store("m1");
        arrive("m2");
        assertThat(reader.messages).isEmpty();

        time.advance(Duration.ofMillis(100));

        assertThat(reader.messages).containsExactly("m1", "m2");
    }

    @Test
    void theNextEntryIsSentByTheThreadThatReportsIt() {
        arrive("m1");
        arrive("m2");

        assertThat(reader.messages).containsExactly("m1", "m2");
        assertThat(port.handedOver).isZero();
    }

    @Test
    void aWorkerReadsTheStoreForAnEntryOutOfOrder() {
        store("m1");

        arrive("m2");

        assertThat(reader.messages).containsExactly("m1", "m2");
        assertThat(port.handedOver).isEqualTo(1);
        arrive("m3");
        assertThat(port.handedOver).as("the next one is sent in place again").isEqualTo(1);
    }

    @Test
    void aWorkerContinuesWhenOthersReportMoreAllTheTime() {
        List<Integer> handedOver = new ArrayList<>();
        reader.whileSending = () -> {
            handedOver.add(port.handedOver);
            if (stored.size() < 20) {
                arrive("m" + (stored.size() + 1));
            }
        };

        arrive("m1");

        assertThat(reader.messages).hasSize(20).endsWith("m20");
        assertThat(handedOver.subList(0, 16)).as("sent in place").containsOnly(0);
        assertThat(handedOver.subList(16, 20)).as("sent by a worker").containsOnly(1);
    }

    @Test
    void aSlowReaderBlocksAFeedInPlaceToo() {
        reader.waiting = MAX_OUTBOUND / 2;
        arrive("m1");
        arrive("m2");
        assertThat(reader.messages).isEmpty();

        reader.waiting = 0;
        feed.drained();

        assertThat(reader.messages).containsExactly("m1", "m2");
        assertThat(port.reads).isEqualTo(1);
    }

    @Test
    void anInterruptedFeedSendsNothingMore() {
        port.interrupted = true;
        feed.wake();
        assertThat(Thread.interrupted()).isTrue();
        port.interrupted = false;

        arrive("m1");
        feed.wakeAtOnce();
        time.advance(Duration.ofMinutes(1));

        assertThat(reader.messages).isEmpty();
    }

    /** What the client is sent, and how much of it it has not read. */
    private static final class Reader extends StubConnection {

        private final List<String> messages = new ArrayList<>();
        private long waiting;
        private @Nullable CloseReason closed;
        private Runnable whileSending = () -> {};

        @Override
        public SendResult send(byte[] utf8) {
            whileSending.run();
            messages.add(new String(utf8, StandardCharsets.UTF_8));
            return SendResult.ACCEPTED;
        }

        @Override
        public void close(CloseReason reason) {
            closed = reason;
        }

        @Override
        public long outboundBytes() {
            return waiting;
        }
    }

    private final class Port implements FeedPort {

        private final DeliveryRecord record = new DeliveryRecord(
                new TraceRecorder(() -> new TraceConfig(Duration.ofMinutes(5), 100, 1), time),
                NoMessageEvents.at(time));

        @Override
        public DeliveryRecord record() {
            return record;
        }

        @Override
        public Tracer.Span deliver(InboxEntry entry, String sessionId) {
            return Tracer.NONE.begin(Tracer.Operation.DELIVERY, "2003", null);
        }

        private int handedOver;
        private int threadsMissing;
        private final ReplyBuffers copies = new ReplyBuffers();
        private int failures;
        private int tries;
        private int reads;
        private int encoded;
        private boolean interrupted;

        @Override
        public InboxPage read(String userId, long afterSeq, int limit) throws InterruptedException {
            tries++;
            if (interrupted) {
                throw new InterruptedException();
            }
            if (failures-- > 0) {
                throw new StoreUnavailableException("a test's");
            }
            reads++;
            List<InboxEntry> entries = stored.subList((int) afterSeq, stored.size());
            return new InboxPage(
                    "e", 1, stored.size(), List.copyOf(entries.subList(0, Math.min(limit, entries.size()))));
        }

        @Override
        public ServerMessage message(String userId, String epoch, InboxEntry entry, boolean gap) {
            encoded++;
            return new ServerMessage(new Notice(2003, userId, entry.message().content(), time.now()));
        }

        @Override
        public ServerMessage loss(String userId, InboxPage bounds) {
            return new ServerMessage(new Notice(4006, userId, "loss", time.now()));
        }

        @Override
        public ReplyBuffers copies() {
            return copies;
        }

        @Override
        public int maxOutboundBytes() {
            return MAX_OUTBOUND;
        }

        @Override
        public void execute(Runnable task) {
            handedOver++;
            if (threadsMissing-- > 0) {
                throw new NoThreadException("no thread", new OutOfMemoryError("a test's"));
            }
            task.run();
        }

        @Override
        public void schedule(Duration delay, Runnable action) {
            time.schedule(delay, action);
        }

        @Override
        public void failed(String message, Throwable cause) {
            throw new AssertionError(message, cause);
        }
    }
}
