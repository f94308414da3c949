package io.mychat.gateway.core.inbox;

import io.mychat.gateway.core.connection.ClientConnection;
import io.mychat.gateway.core.connection.ConnectionManager;
import io.mychat.gateway.core.event.MessageEvents;
import io.mychat.gateway.core.event.TakenEntries;
import io.mychat.gateway.core.observe.MessageTraces;
import io.mychat.gateway.core.threads.FaultBarrier;
import io.mychat.gateway.core.tracelog.TraceRecorder;
import io.mychat.gateway.spi.StoreUnavailableException;
import io.mychat.gateway.spi.chat.InboxEntry;
import io.mychat.gateway.spi.chat.InboxListener;
import io.mychat.gateway.spi.chat.InboxPage;
import io.mychat.gateway.spi.chat.MessageStore;
import io.mychat.gateway.spi.event.Metric;
import io.mychat.gateway.spi.event.MetricSource;
import io.mychat.gateway.spi.event.RateLimitedLog;
import io.mychat.gateway.spi.session.Session;
import io.mychat.gateway.spi.time.TimeSource;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Delivers stored messages (2003) to the sessions of this node: each has an {@link InboxFeed} from its login to its
 * end. Thread-safe.
 */
public final class InboxDelivery implements InboxListener, MetricSource {

    private static final Logger log = LoggerFactory.getLogger(InboxDelivery.class);
    private static final Duration RETRY = Duration.ofSeconds(1);
    private static final int ENVELOPE_BYTES = 400;

    private final AtomicInteger feeds = new AtomicInteger();
    private final UnboundFeeds unbound = new UnboundFeeds();
    private final MessageStore store;
    private final ConnectionManager connections;
    private final StoreFeedPort port;
    private final DeliveryRecord record;
    private final RateLimitedLog failures;
    private final TimeSource time;
    private volatile @Nullable EndListener onEnd;

    /**
     * The dependencies of the delivery besides the store and the connections.
     *
     * @param workers runs feeds, which may block
     * @param maxReads the most feeds that read the store at once
     * @param maxOutboundBytes the most bytes that wait for one connection
     * @param traces takes a span for each delivery
     * @param recorder records deliveries and acknowledgements that are traced
     * @param events reports deliveries and acknowledgements
     */
    public record Dependencies(
            Executor workers,
            TimeSource time,
            int maxReads,
            int maxOutboundBytes,
            MessageTraces traces,
            TraceRecorder recorder,
            MessageEvents events) {}

    public InboxDelivery(MessageStore store, ConnectionManager connections, Dependencies dependencies) {
        this.store = store;
        this.connections = connections;
        this.time = dependencies.time();
        this.failures = RateLimitedLog.withCauses(log::error, dependencies.time());
        this.record = new DeliveryRecord(dependencies.recorder(), dependencies.events());
        this.port = new StoreFeedPort(store, dependencies, record);
    }

    /** Determines where the delivery of a session continues. May block. */
    public ResumePoint resumePoint(String userId, Optional<ResumeRequest> wanted) {
        return resumePoint(
                wanted.map(resume -> store.resumeInbox(userId, resume.epoch(), resume.lastSeq()))
                        .orElseGet(() -> store.readInbox(userId, 0, 0)),
                wanted);
    }

    /** As {@link #resumePoint(String, Optional)}, for an inbox with these bounds. Does not block. */
    public static ResumePoint resumePoint(InboxPage bounds, Optional<ResumeRequest> wanted) {
        if (wanted.isEmpty()) {
            return new ResumePoint(bounds.epoch(), bounds.latestSeq() + 1, bounds.latestSeq(), false, false);
        }
        ResumeRequest resume = wanted.get();
        // A client with more entries than the inbox has seen lost ones; the existing entries may be different.
        boolean goesOn = resume.epoch().equals(bounds.epoch())
                && resume.lastSeq() <= bounds.latestSeq()
                && resume.lastSeq() >= bounds.oldestSeq() - 1;
        return new ResumePoint(
                bounds.epoch(),
                goesOn ? resume.lastSeq() + 1 : bounds.oldestSeq(),
                bounds.latestSeq(),
                !goesOn,
                goesOn);
    }

    /**
     * Starts to listen for a bound session before its {@link #resumePoint} is determined, so that entries in between
     * are not missed. Delivers nothing before {@link #begin}.
     */
    public void prepare(ClientConnection client, String userId) {
        deliver(client, new InboxFeed(client, userId, port));
    }

    /**
     * As {@link #prepare}, for a client that is about to be bound: the store may decide that and the bounds of the inbox in
     * one step, and an entry may come before the connections know whose the client is.
     *
     * @param binding binds the client, and says whether it is bound now; may block
     */
    public void prepare(ClientConnection client, String userId, BooleanSupplier binding) {
        InboxFeed feed = new InboxFeed(client, userId, port);
        unbound.add(userId, feed);
        try {
            if (binding.getAsBoolean()) {
                deliver(client, feed);
            }
        } finally {
            unbound.remove(userId, feed);
        }
    }

    private void deliver(ClientConnection client, InboxFeed feed) {
        feeds.incrementAndGet();
        client.delivery(feed);
        if (client.isClosing()) {
            ended(client);
        }
    }

    /** Begins to deliver to a {@linkplain #prepare prepared} session that knows its position in the inbox. */
    public void begin(ClientConnection client, ResumePoint from) {
        InboxFeed feed = InboxFeed.of(client);
        if (feed != null) {
            feed.begin(from);
        }
    }

    /**
     * Records an acknowledgement of a session's device. May block. Entries sent to this session are known; for other
     * numbers the inbox is read first.
     *
     * @param epoch the epoch that the client names; without one the number belongs to the epoch of the last sent entry
     * @return false when the inbox never had an entry of this number
     */
    public boolean acknowledge(Session session, Optional<String> epoch, long inboxSeq) {
        Optional<String> sentIn = sentIn(session, epoch, inboxSeq);
        if (sentIn.isPresent()) {
            acknowledge(session, sentIn.get(), inboxSeq);
            return true;
        }
        InboxPage bounds = store.readInbox(session.userId(), 0, 0);
        if (epoch.isPresent() && !epoch.get().equals(bounds.epoch())) {
            return true;
        }
        if (inboxSeq > bounds.latestSeq()) {
            return false;
        }
        acknowledge(session, bounds.epoch(), inboxSeq);
        return true;
    }

    /** As {@link #acknowledge}, without blocking: where the store has to be asked, a worker does it. */
    public CompletionStage<Boolean> acknowledgeLater(Session session, Optional<String> epoch, long inboxSeq) {
        Optional<String> sentIn = sentIn(session, epoch, inboxSeq);
        if (sentIn.isPresent() && store.tryAcknowledge(session.userId(), session.device(), sentIn.get(), inboxSeq)) {
            record.acknowledged(session, sentIn.get(), inboxSeq);
            return CompletableFuture.completedFuture(true);
        }
        CompletableFuture<Boolean> later = new CompletableFuture<>();
        try {
            port.execute(() -> {
                try {
                    later.complete(acknowledge(session, epoch, inboxSeq));
                } catch (Throwable e) { // whatever it is, the client gets an answer
                    later.completeExceptionally(e);
                }
            });
        } catch (RejectedExecutionException e) {
            throw new StoreUnavailableException("there is no thread for an acknowledgement", e);
        }
        return later;
    }

    /** The epoch of an entry that was sent to the session, if it is the one that its client names. */
    private Optional<String> sentIn(Session session, Optional<String> epoch, long inboxSeq) {
        return connections
                .connection(session.id())
                .map(InboxFeed::of)
                .flatMap(feed -> feed.epochOfSent(inboxSeq))
                .filter(sent -> epoch.isEmpty() || epoch.get().equals(sent));
    }

    private void acknowledge(Session session, String epoch, long inboxSeq) {
        store.acknowledge(session.userId(), session.device(), epoch, inboxSeq);
        record.acknowledged(session, epoch, inboxSeq);
    }

    /**
     * Whether the outbound queue of a session of this node has taken an entry of the user's inbox, or its client has
     * resumed behind it. Does not block.
     */
    public boolean hasTaken(String userId, String epoch, long inboxSeq) {
        return connections.connectionsOf(userId).stream()
                .map(InboxFeed::of)
                .anyMatch(feed -> feed != null && feed.hasTaken(epoch, inboxSeq));
    }

    /**
     * Sets what is told of a session that ends after it has taken new messages.
     *
     * @param within how old they may be
     * @param listener gets the user and what the session had taken; must not block
     */
    public void onEnd(Supplier<Duration> within, BiConsumer<String, TakenEntries> listener) {
        onEnd = new EndListener(within, listener);
    }

    private record EndListener(Supplier<Duration> within, BiConsumer<String, TakenEntries> listener) {}

    /** The session has ended. */
    public void ended(ClientConnection client) {
        InboxFeed feed = client.takeDelivery() instanceof InboxFeed ending ? ending : null;
        EndListener listener = onEnd;
        if (feed != null) {
            feeds.decrementAndGet();
        }
        if (feed != null && listener != null) {
            // The worker notes what it has sent behind the send.
            feed.whenAtRest(
                    () -> feed.takenSince(time.now().minus(listener.within().get()), listener.listener()));
        }
        Session session = client.sessionOrNull();
        if (session != null) {
            store.sessionEnded(session.userId(), session.device());
        }
    }

    @Override
    public void onArrived(String userId, String epoch, InboxEntry entry) {
        record.arrived(userId, entry, connections);
        wakeUnbound(userId);
        List<ClientConnection> bound = connections.connectionsOf(userId);
        InboxArrival arrival = new InboxArrival(epoch, entry, bound.size() == 1);
        int bytes = entry.message().content().length() + ENVELOPE_BYTES;
        notifyFeeds(bound, feed -> feed.arrived(arrival, bytes));
    }

    @Override
    public void mayHaveArrived(String userId) {
        wakeUnbound(userId);
        notifyFeeds(connections.connectionsOf(userId), InboxFeed::wake);
    }

    @Override
    public void onHintsLost() {
        unbound.all().forEach(feed -> notifyFeed(feed, InboxFeed::wakeAtOnce));
        for (ClientConnection client : connections.connections()) {
            InboxFeed feed = InboxFeed.of(client);
            if (feed != null) {
                notifyFeed(feed, InboxFeed::wakeAtOnce);
            }
        }
    }

    /** Before the others are looked up, because a feed of a client that is bound meanwhile stands in both. */
    private void wakeUnbound(String userId) {
        unbound.of(userId).forEach(feed -> notifyFeed(feed, InboxFeed::wake));
    }

    private void notifyFeeds(List<ClientConnection> clients, Consumer<InboxFeed> what) {
        for (ClientConnection client : clients) {
            InboxFeed feed = InboxFeed.of(client);
            if (feed != null) {
                notifyFeed(feed, what);
            }
        }
    }

    /** Notifies a feed. A failure affects neither the sender nor other receivers, because the message is stored. */
    private void notifyFeed(InboxFeed feed, Consumer<InboxFeed> what) {
        FaultBarrier.run(() -> what.accept(feed), failure -> {
            failures.log("The delivery to a session failed and is repeated", failure);
            FaultBarrier.run(
                    failures,
                    "The delivery to a session continues with its next message",
                    () -> port.schedule(RETRY, feed::wake));
        });
    }

    /** The client has read all sent messages. */
    public void drained(ClientConnection client) {
        ClientConnection.Delivery delivery = client.delivery();
        if (delivery != null) {
            delivery.drained();
        }
    }

    @Override
    public List<Metric> metrics() {
        List<Metric> metrics = new ArrayList<>();
        metrics.add(Metric.gauge("inbox_feeds", "Sessions with delivery of messages.", feeds.get()));
        metrics.addAll(port.metrics());
        return metrics;
    }

    /**
     * The longest JSON of one reply that fits into the outbound queue; escaped inside {@code data} it may double.
     */
    public int maxReplyBytes() {
        return maxOutboundBytes() / 4;
    }

    /** The most bytes that wait for one client. */
    public int maxOutboundBytes() {
        return port.maxOutboundBytes();
    }
}
