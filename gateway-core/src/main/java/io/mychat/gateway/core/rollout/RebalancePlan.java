package io.mychat.gateway.core.rollout;

import io.mychat.gateway.core.cluster.MoveOrder;
import io.mychat.gateway.core.cluster.NodeStatus;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Which nodes leave clients so that all nodes have about the same number.
 *
 * @param from the nodes that leave clients
 * @param order what they are told
 */
record RebalancePlan(Set<String> from, MoveOrder order) {

    /**
     * The plan for these nodes; empty when each is within the tolerance, or when there is nobody to move.
     *
     * @param tolerancePercent how far a node may be from the mean
     * @param perSecond the clients that leave all nodes together in a second
     */
    static Optional<RebalancePlan> of(List<NodeStatus> all, int tolerancePercent, int perSecond) {
        List<NodeStatus> nodes = all.stream().filter(NodeStatus::accepting).toList();
        double mean = nodes.stream().mapToInt(NodeStatus::connections).average().orElse(0);
        double tolerance = mean * tolerancePercent / 100;
        if (nodes.stream().allMatch(node -> Math.abs(node.connections() - mean) <= tolerance)) {
            return Optional.empty();
        }
        int target = (int) Math.ceil(mean);
        int surplus = nodes.stream()
                .mapToInt(node -> Math.max(0, node.connections() - target))
                .sum();
        if (surplus == 0) {
            return Optional.empty();
        }
        List<MoveOrder.Room> rooms = nodes.stream()
                .filter(node -> node.connections() < target)
                .flatMap(node ->
                        node.publicUrl().map(url -> new MoveOrder.Room(url, target - node.connections())).stream())
                .toList();
        Set<String> from = nodes.stream()
                .filter(node -> node.connections() > target)
                .map(NodeStatus::node)
                .collect(Collectors.toSet());
        return Optional.of(new RebalancePlan(from, new MoveOrder(target, surplus, perSecond, rooms)));
    }
}
