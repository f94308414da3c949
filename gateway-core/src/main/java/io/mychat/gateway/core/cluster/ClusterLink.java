package io.mychat.gateway.core.cluster;

import io.mychat.gateway.core.codec.MessageEncoder;
import io.mychat.gateway.core.connection.DisconnectReason;
import io.mychat.gateway.core.connection.PeerNotifier;
import io.mychat.gateway.core.event.TakenEntries;
import io.mychat.gateway.core.threads.FaultBarrier;
import io.mychat.gateway.core.tracelog.TraceRecorder;
import io.mychat.gateway.spi.StoreUnavailableException;
import io.mychat.gateway.spi.event.Metric;
import io.mychat.gateway.spi.event.MetricSource;
import io.mychat.gateway.spi.session.NodeBus;
import io.mychat.gateway.spi.session.Session;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * This node's access to the {@link NodeBus}. Hints are sent on other threads, with a bounded queue: further hints are
 * dropped and counted, because the stores make up for lost hints. Thread-safe.
 */
public final class ClusterLink implements PeerNotifier, MetricSource {

    private static final Logger log = LoggerFactory.getLogger(ClusterLink.class);

    private final NodeBus bus;
    private final Executor senders;
    private final Semaphore room;
    private final int maxPending;
    private final LongAdder dropped = new LongAdder();
    private final AtomicLong refused = new AtomicLong();
    private final ClusterCodec codec = new ClusterCodec();
    private volatile Runnable onBansChanged = () -> {};
    private volatile @Nullable TraceRecorder recorder;
    private volatile Deliveries deliveries = (userId, epoch, inboxSeq) -> false;
    private volatile BiConsumer<String, TakenEntries> onSessionEnd = (userId, taken) -> {};
    private volatile ClusterRollout.@Nullable Participant participant;

    /** Knows what the sessions of this node have got. */
    @FunctionalInterface
    public interface Deliveries {

        /** Whether the outbound queue of a session of the user has taken an entry of the inbox. */
        boolean hasTaken(String userId, String epoch, long inboxSeq);
    }

    /**
     * @param senders runs sends, which may block
     * @param maxPending the largest number of waiting hints
     */
    public ClusterLink(NodeBus bus, Executor senders, int maxPending) {
        this.bus = bus;
        this.senders = senders;
        this.maxPending = maxPending;
        this.room = new Semaphore(maxPending);
    }

    NodeBus bus() {
        return bus;
    }

    ClusterCodec codec() {
        return codec;
    }

    /** Counts an invalid message, and logs the first, second, fourth and so on. */
    void refused() {
        long times = refused.incrementAndGet();
        if (Long.bitCount(times) == 1) {
            log.warn("{} messages on the bus are of another version or of nobody's making; they are not obeyed", times);
        }
    }

    /** Sets what happens when another node has changed the list of bans; must not block. */
    public void onBansChanged(Runnable action) {
        onBansChanged = action;
    }

    /** Sets what records for other nodes, and answers them. */
    public void recordWith(TraceRecorder own) {
        recorder = own;
    }

    /** Answers what this node has recorded. */
    void traced(String fromNode, ClusterMessage.Trace question) {
        TraceRecorder own = recorder;
        if (own != null) {
            hint(fromNode, TraceAnswers.answer(question, own));
        }
    }

    /** Sets what knows which entries of inboxes the sessions of this node have got; must not block. */
    public void onDeliveryAsked(Deliveries own) {
        deliveries = own;
    }

    boolean hasTaken(ClusterMessage.HasTaken question) {
        return deliveries.hasTaken(question.userId(), question.epoch(), question.inboxSeq());
    }

    /** Sets what hears of sessions that have ended on other nodes, with their user and what they had got; must not block. */
    public void onSessionEnd(BiConsumer<String, TakenEntries> listener) {
        onSessionEnd = listener;
    }

    void endedElsewhere(String userId, TakenEntries taken) {
        onSessionEnd.accept(userId, taken);
    }

    /** Tells the other nodes soon that a session of this node has ended, and what it had got. */
    public void announceEnd(String userId, TakenEntries taken) {
        announce(ClusterMessage.Left.of(userId, taken));
    }

    void participant(ClusterRollout.Participant own) {
        participant = own;
    }

    /** This node, to questions about rollouts; null before it has joined. */
    ClusterRollout.@Nullable Participant participant() {
        return participant;
    }

    void bansChanged() {
        onBansChanged.run();
    }

    /** Tells all nodes soon that the list of bans has changed. */
    public void announceBans() {
        announce(new ClusterMessage.BansChanged());
    }

    /** Sends to all nodes soon, this one included. */
    private void announce(ClusterMessage message) {
        send(
                () -> {
                    for (String node : bus.nodes()) {
                        send(node, message);
                    }
                },
                "The nodes");
    }

    /** Hints that were dropped since the start. */
    public long dropped() {
        return dropped.sum();
    }

    @Override
    public List<Metric> metrics() {
        return List.of(
                Metric.gauge(
                        "cluster_hints_pending",
                        "Hints that wait to be sent to other nodes.",
                        maxPending - room.availablePermits()),
                Metric.gauge(
                        "cluster_hints_pending_limit", "Most hints that wait; further ones are dropped.", maxPending),
                Metric.counter(
                        "cluster_messages_refused_total", "Messages on the bus that were refused as invalid.", (double)
                                refused.get()),
                Metric.counter(
                        "cluster_hints_dropped_total",
                        "Hints to other nodes that were dropped or not sent.",
                        dropped()));
    }

    @Override
    public void lost(Session session, DisconnectReason disconnectReason) {
        hint(
                session.nodeId(),
                new ClusterMessage.Lost(
                        session.id(),
                        session.loginSeq(),
                        disconnectReason.reason().code(),
                        disconnectReason.notice(),
                        disconnectReason.tokens(),
                        disconnectReason.isLogout()));
    }

    @Override
    public void newLogin(Session login, List<Session> others) {
        Map<String, List<String>> byNode = others.stream()
                .collect(Collectors.groupingBy(Session::nodeId, Collectors.mapping(Session::id, Collectors.toList())));
        byNode.forEach((node, sessionIds) -> hint(
                node,
                new ClusterMessage.NewLogin(
                        sessionIds,
                        login.userId(),
                        login.device().platform(),
                        login.device().deviceId(),
                        login.ip(),
                        MessageEncoder.rfc3339(login.loginAt()))));
    }

    /** Sends soon, on another thread. */
    void hint(String node, ClusterMessage message) {
        send(() -> send(node, message), node);
    }

    private void send(Runnable action, String whom) {
        if (!room.tryAcquire()) {
            dropped.increment();
            return;
        }
        try {
            senders.execute(() -> {
                FaultBarrier.run(action, failure -> {
                    dropped.increment();
                    log.debug("Node {} was not told", whom, failure);
                });
                room.release();
            });
        } catch (RejectedExecutionException e) {
            room.release();
            dropped.increment();
            log.debug("Node {} was not told, since there is no thread for it", whom, e);
        }
    }

    /**
     * Sends now. May block.
     *
     * @throws StoreUnavailableException when the message cannot leave
     */
    void send(String node, ClusterMessage message) {
        bus.send(node, codec.encode(message));
    }
}
