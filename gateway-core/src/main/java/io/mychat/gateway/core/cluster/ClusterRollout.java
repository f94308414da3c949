package io.mychat.gateway.core.cluster;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Asks the other nodes how full they are, and tells them to leave clients. Thread-safe. Calls may block until the nodes
 * have answered, at most for the reply time. A node of a release that does not know the question does not answer.
 */
public final class ClusterRollout {

    private final ClusterSessions sessions;
    private final @Nullable ClusterLink link;
    private final String nodeId;

    /** This node, to the questions and orders of other nodes. Must not block. */
    public interface Participant {

        NodeStatus status();

        /** Begins to leave clients. Returns their number. */
        int move(MoveOrder order);
    }

    ClusterRollout(ClusterSessions sessions, @Nullable ClusterLink link, String nodeId) {
        this.sessions = sessions;
        this.link = link;
        this.nodeId = nodeId;
    }

    /** Answers other nodes from now on. */
    public void join(Participant participant) {
        if (link != null) {
            link.participant(participant);
        }
    }

    /** The other nodes that have answered. */
    public List<NodeStatus> others() {
        ClusterLink others = link;
        if (others == null) {
            return List.of();
        }
        Set<String> nodes = new HashSet<>(ClusterSessions.nodesOrNone(others));
        nodes.remove(nodeId);
        List<NodeStatus> known = new ArrayList<>();
        for (PendingRequests.Answer answer : sessions.ask(others, nodes, ClusterMessage.Status::new)) {
            if (answer.message() instanceof ClusterMessage.StatusReport report) {
                known.add(new NodeStatus(
                        answer.node(),
                        report.connections(),
                        report.accepting(),
                        Optional.ofNullable(report.publicUrl())));
            }
        }
        return known;
    }

    /** Gives these nodes an order. Returns the number of clients that leave those that have answered. */
    public int move(Set<String> nodes, MoveOrder order) {
        ClusterLink others = link;
        int moving = 0;
        if (others != null) {
            for (PendingRequests.Answer answer : sessions.ask(others, nodes, id -> ClusterMessage.Move.of(id, order))) {
                moving += answer.message() instanceof ClusterMessage.Moving accepted ? accepted.clients() : 0;
            }
        }
        return moving;
    }
}
