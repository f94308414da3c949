package io.mychat.gateway.core.rollout;

import io.mychat.gateway.core.cluster.ClusterRollout;
import io.mychat.gateway.core.cluster.NodeStatus;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/** Brings the nodes of the cluster to about the same number of clients. Thread-safe. */
public final class ClusterRebalance {

    private final NodeRollout own;
    private final ClusterRollout cluster;

    public ClusterRebalance(NodeRollout own, ClusterRollout cluster) {
        this.own = own;
        this.cluster = cluster;
    }

    /**
     * Tells each node above the mean to leave its surplus. May block until the nodes have answered.
     *
     * @param tolerancePercent how far a node may be from the mean
     * @param perSecond the clients that leave all nodes together in a second; empty: the configured rate
     * @return the clients that leave
     */
    public int begin(int tolerancePercent, OptionalInt perSecond) {
        NodeStatus here = own.status();
        List<NodeStatus> nodes = new ArrayList<>(cluster.others());
        nodes.add(here);
        Optional<RebalancePlan> found = RebalancePlan.of(nodes, tolerancePercent, own.rate(perSecond));
        if (found.isEmpty()) {
            return 0;
        }
        RebalancePlan plan = found.get();
        Set<String> others = new HashSet<>(plan.from());
        int leaving = others.remove(here.node()) ? own.move(plan.order()) : 0;
        return leaving + cluster.move(others, plan.order());
    }
}
