package io.mychat.gateway.core.cluster;

import io.mychat.gateway.core.connection.ConnectionCounts;
import io.mychat.gateway.core.connection.ConnectionManager;
import io.mychat.gateway.core.tracelog.NodeTrace;
import io.mychat.gateway.core.tracelog.TraceRequest;
import io.mychat.gateway.spi.StoreUnavailableException;
import io.mychat.gateway.spi.event.RateLimitedLog;
import io.mychat.gateway.spi.session.AccountState;
import io.mychat.gateway.spi.session.ConnectionStats;
import io.mychat.gateway.spi.session.DeviceKey;
import io.mychat.gateway.spi.session.NodeConnections;
import io.mychat.gateway.spi.session.Session;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The sessions of all users on all nodes. Thread-safe. Calls that concern other nodes may block until these have
 * answered, at most for the reply time.
 */
public final class ClusterSessions {

    private static final Logger log = LoggerFactory.getLogger(ClusterSessions.class);

    private final ConnectionManager connections;
    private final String nodeId;
    private final @Nullable ClusterLink link;
    private final PendingRequests pendingRequests;
    private final Duration replyTime;
    private final RateLimitedLog tooLong = RateLimitedLog.inSystemTime(log::warn);

    /**
     * Answers other nodes from now on.
     *
     * @param link the link to other nodes; null without a cluster
     * @param firstQuestion the first request id, any number
     * @param replyTime the longest wait for other nodes
     */
    public ClusterSessions(
            ConnectionManager connections,
            String nodeId,
            @Nullable ClusterLink link,
            long firstQuestion,
            Duration replyTime) {
        this.connections = connections;
        this.nodeId = nodeId;
        this.link = link;
        this.pendingRequests = new PendingRequests(firstQuestion);
        this.replyTime = replyTime;
        if (link != null) {
            link.bus().listen(new ClusterInbound(connections, link, pendingRequests));
        }
    }

    /**
     * Pushes a message (4001) to a user's sessions. One node that does not answer counts as none delivered.
     *
     * @param platform only there; null: anywhere
     * @param deviceId only on devices of that id; null: on any
     * @return how many sessions' outbound queues took it
     */
    public int push(String userId, @Nullable String platform, @Nullable String deviceId, String data) {
        Predicate<DeviceKey> deviceSelector = ClusterInbound.devices(platform, deviceId);
        int delivered = connections.pushHere(userId, deviceSelector, data);
        ClusterLink others = link;
        if (others == null) {
            return delivered;
        }
        Set<String> nodes = new HashSet<>();
        for (Session session : sessionsOrNone(userId)) {
            if (!session.nodeId().equals(nodeId) && deviceSelector.test(session.device())) {
                nodes.add(session.nodeId());
            }
        }
        for (PendingRequests.Answer answer :
                ask(others, nodes, id -> new ClusterMessage.Push(id, userId, platform, deviceId, data))) {
            delivered += answer.message() instanceof ClusterMessage.Pushed pushed ? pushed.delivered() : 0;
        }
        return delivered;
    }

    private List<Session> sessionsOrNone(String userId) {
        try {
            return connections.sessionsOf(userId);
        } catch (StoreUnavailableException e) {
            log.debug("Where else the user is cannot be known now", e);
            return List.of();
        }
    }

    interface Ask {
        ClusterMessage withId(long id);
    }

    List<PendingRequests.Answer> ask(ClusterLink others, Set<String> nodes, Ask question) {
        if (nodes.isEmpty()) {
            return List.of();
        }
        long deadline = System.nanoTime() + replyTime.toNanos();
        try (PendingRequests.PendingRequest open = pendingRequests.ask(nodes)) {
            for (String node : nodes) {
                if (System.nanoTime() - deadline >= 0 || !asked(others, node, question.withId(open.id()))) {
                    open.withdraw(node);
                }
            }
            return open.await(deadline);
        }
    }

    private boolean asked(ClusterLink others, String node, ClusterMessage question) {
        try {
            others.send(node, question);
            return true;
        } catch (StoreUnavailableException e) {
            log.debug("Node {} cannot be asked", node, e);
        } catch (IllegalArgumentException e) {
            tooLong.log("A message is too long for other nodes: " + e.getMessage());
        }
        return false;
    }

    /**
     * Notifies other nodes of another name, other roles or another fingerprint of an account.
     *
     * @return the nodes that confirmed the change for their sessions of the user within the reply time
     */
    public Set<String> accountChanged(Set<String> nodes, AccountState account) {
        ClusterLink others = link;
        Set<String> adopted = new HashSet<>();
        if (others != null) {
            for (PendingRequests.Answer answer : ask(others, nodes, id -> ClusterMessage.Account.of(id, account))) {
                if (answer.message() instanceof ClusterMessage.AccountAdopted) {
                    adopted.add(answer.node());
                }
            }
        }
        return adopted;
    }

    /** Spreads clients over the nodes. */
    public ClusterRollout rollout() {
        return new ClusterRollout(this, link, nodeId);
    }

    /** The connections of all nodes that answer in time, this one's first. */
    public ConnectionStats count() {
        List<NodeConnections> counts = new ArrayList<>();
        counts.add(countHere(connections, nodeId));
        SortedSet<String> missing = new TreeSet<>();
        ClusterLink others = link;
        if (others != null) {
            missing.addAll(nodesOrNone(others));
            missing.remove(nodeId);
            for (PendingRequests.Answer answer : ask(others, Set.copyOf(missing), ClusterMessage.Count::new)) {
                if (answer.message() instanceof ClusterMessage.Counted counted) {
                    missing.remove(answer.node());
                    counts.add(new NodeConnections(
                            answer.node(), counted.total(), counted.authenticated(), counted.byPlatform()));
                }
            }
        }
        return new ConnectionStats(counts, missing);
    }

    static NodeConnections countHere(ConnectionManager connections, String node) {
        ConnectionCounts own = ConnectionCounts.of(connections.connections());
        return new NodeConnections(node, own.total(), own.authenticated(), own.byPlatform());
    }

    /** Has the other nodes record, and returns what they have recorded until now. May block for the reply time. */
    public ClusterTrace trace(TraceRequest request) {
        ClusterLink others = link;
        if (others == null) {
            return ClusterTrace.ALONE;
        }
        Set<String> missing = new HashSet<>(nodesOrNone(others));
        // This node is always among the living ones, if they are known.
        boolean isComplete = missing.remove(nodeId);
        List<NodeTrace> traces = new ArrayList<>();
        for (PendingRequests.Answer answer : ask(others, missing, id -> TraceAnswers.question(id, request))) {
            if (answer.message() instanceof ClusterMessage.Traced traced) {
                traces.add(TraceAnswers.trace(answer.node(), traced));
            }
        }
        traces.forEach(trace -> missing.remove(trace.node()));
        return new ClusterTrace(traces, missing, isComplete);
    }

    static Set<String> nodesOrNone(ClusterLink others) {
        try {
            return others.bus().nodes();
        } catch (StoreUnavailableException e) {
            log.debug("Who else is there cannot be known now", e);
            return Set.of();
        }
    }

    /** The user's sessions on other nodes. */
    List<Session> elsewhere(String userId) {
        return connections.sessionsOf(userId).stream()
                .filter(session -> !session.nodeId().equals(nodeId))
                .toList();
    }

    /** Whether one of the nodes says in time that a session of its own has got an entry of the user's inbox. */
    boolean hasTaken(Set<String> nodes, String userId, String epoch, long inboxSeq) {
        ClusterLink others = link;
        return others != null
                && ask(others, nodes, id -> new ClusterMessage.HasTaken(id, userId, epoch, inboxSeq)).stream()
                        .anyMatch(answer -> answer.message() instanceof ClusterMessage.Taken taken && taken.taken());
    }

    /** See {@link ConnectionManager#sessionsOf}. */
    public List<Session> sessionsOf(String userId) {
        return connections.sessionsOf(userId);
    }
}
