package io.mychat.gateway.core.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import io.mychat.gateway.core.cluster.MoveOrder;
import io.mychat.gateway.core.cluster.NodeStatus;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RebalancePlanTest {

    private static NodeStatus node(String name, int connections) {
        return new NodeStatus(name, connections, true, Optional.of("wss://" + name));
    }

    private static Optional<RebalancePlan> plan(NodeStatus... nodes) {
        return RebalancePlan.of(List.of(nodes), 10, 50);
    }

    @Test
    void nodesAboveTheMeanKeepTheMean() {
        RebalancePlan plan = plan(node("a", 1000), node("b", 950), node("c", 0)).orElseThrow();

        assertThat(plan.from()).containsExactlyInAnyOrder("a", "b");
        assertThat(plan.order()).isEqualTo(new MoveOrder(650, 650, 50, List.of(new MoveOrder.Room("wss://c", 650))));
    }

    @Test
    void withinTheToleranceThereIsNothingToDo() {
        assertThat(plan(node("a", 110), node("b", 90))).isEmpty();
        assertThat(plan(node("a", 111), node("b", 89))).isPresent();
        assertThat(plan(node("a", 0), node("b", 0))).isEmpty();
        assertThat(plan(node("a", 7))).isEmpty();
        assertThat(RebalancePlan.of(List.of(), 10, 50)).isEmpty();
    }

    @Test
    void whatCannotBeDividedStays() {
        assertThat(plan(node("a", 3), node("b", 2))).isEmpty();
        assertThat(plan(node("a", 1), node("b", 0))).isEmpty();
    }

    @Test
    void aNodeThatTakesNobodyIsLeftOut() {
        NodeStatus drains = new NodeStatus("c", 0, false, Optional.of("wss://c"));

        assertThat(plan(node("a", 100), node("b", 100), drains)).isEmpty();
    }

    @Test
    void aNodeWithoutAnAddressGetsItsShareOfABalancer() {
        NodeStatus unnamed = new NodeStatus("b", 0, true, Optional.empty());

        assertThat(plan(node("a", 100), unnamed).orElseThrow().order()).isEqualTo(new MoveOrder(50, 50, 50, List.of()));
    }
}
