package io.mychat.gateway.core.rollout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mychat.gateway.core.http.ApiContract;
import io.mychat.gateway.core.testing.TestCluster;
import io.mychat.gateway.core.testing.TestGateway;
import io.mychat.gateway.core.testing.TestGateway.Guest;
import io.mychat.gateway.spi.transport.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Nodes leave clients to each other over the bus. */
class RebalanceTest {

    private final TestCluster cluster = new TestCluster();
    private final TestGateway one = node("one");
    private final TestGateway two = node("two");
    private final List<Guest> guests = new ArrayList<>();

    private TestGateway node(String name) {
        return cluster.node(name, builder -> builder.setting("server.public_url", "wss://" + name + ".example/ws"));
    }

    @AfterEach
    void stop() {
        cluster.close();
    }

    private void users(TestGateway node, int count) {
        for (int i = 0; i < count; i++) {
            guests.add(node.login("user" + guests.size(), "web", "w"));
        }
    }

    private static int toMove(TestGateway node, String body) {
        HttpResponse answer = node.http.post("/api/system/rebalance", node.bearer("root"), body);
        assertThat(answer.status()).isEqualTo(200);
        return ApiContract.json(answer).path("to_move").intValue();
    }

    private static double told(TestGateway node) {
        return DrainTest.metric(node, "mychat_clients_told_to_leave_total{cause=\"rebalance\"}");
    }

    private static void grow(TestGateway node, int seconds) {
        node.advance(Duration.ofSeconds(seconds));
    }

    @Test
    void theFullNodeLeavesItsOldestClientsToTheEmptyOneAtTheRate() {
        users(one, 6);
        grow(one, 60);
        users(one, 2);
        grow(one, 60);
        users(two, 2);

        assertThat(toMove(two, "{\"per_second\":2}")).isEqualTo(3);

        await().untilAsserted(() -> assertThat(told(one)).isEqualTo(2));
        await().until(() -> {
            grow(one, 1);
            return told(one) == 3;
        });
        grow(one, 1);
        await().untilAsserted(() -> assertThat(one.sockets.openConnections()).isEqualTo(5));
        List<Guest> moved =
                guests.stream().filter(guest -> !guest.connection().isOpen()).toList();
        assertThat(guests.subList(0, 6)).containsAll(moved);
        assertThat(moved).hasSize(3).allSatisfy(guest -> {
            assertThat(guest.client().next(4005).data().path("redirect")).hasToString("[\"wss://two.example/ws\"]");
            assertThat(guest.client().closeCode()).isEqualTo(1001);
        });
        assertThat(DrainTest.metric(one, "mychat_rebalance_clients_left")).isZero();
        assertThat(one.http.get("/api/system/health/ready", Map.of()).status()).isEqualTo(200);
    }

    @Test
    void severalCallsOnSeveralNodesDoNotAddUp() {
        users(one, 8);
        grow(one, 60);

        assertThat(toMove(one, "{\"per_second\":1}")).isEqualTo(4);
        await().untilAsserted(() -> assertThat(told(one)).isEqualTo(1));
        assertThat(toMove(two, "{\"per_second\":1}")).isBetween(3, 4);
        assertThat(toMove(one, "{\"per_second\":1}")).isBetween(3, 4);

        // A step schedules the next one on a thread of its own.
        await().until(() -> {
            grow(one, 1);
            return DrainTest.metric(one, "mychat_rebalance_clients_left") == 0;
        });
        // Those who have been told and have not come back yet are missing from the mean.
        assertThat(told(one)).isBetween(4.0, 5.0);
    }

    @Test
    void youngConnectionsStay() {
        users(one, 6);
        grow(one, 59);

        assertThat(toMove(one, "{}")).isZero();
        assertThat(told(one)).isZero();
    }

    @Test
    void withinTheToleranceNobodyMoves() {
        users(one, 6);
        users(two, 4);
        grow(one, 60);

        assertThat(toMove(one, "{\"tolerance_percent\":20}")).isZero();
        assertThat(toMove(one, "{\"tolerance_percent\":19}")).isEqualTo(1);
    }

    @Test
    void aDrainSendsItsClientsToTheOtherNodes() {
        users(one, 3);
        node("three");
        assertThat(one.http
                        .post("/api/system/drain", one.bearer("root"), "{\"per_second\":100}")
                        .status())
                .isEqualTo(200);

        assertThat(guests)
                .allSatisfy(guest -> assertThat(guest.client().next(4005).data().path("redirect"))
                        .extracting(address -> address.textValue())
                        .containsExactlyInAnyOrder("wss://two.example/ws", "wss://three.example/ws"));
        assertThat(toMove(one, "{}")).as("a node that drains is left out").isZero();
    }

    @Test
    void badArgumentsAre400() {
        for (String body : List.of(
                "{\"tolerance_percent\":0}",
                "{\"tolerance_percent\":101}",
                "{\"per_second\":-1}",
                "{\"per_second\":[]}")) {
            assertThat(one.http
                            .post("/api/system/rebalance", one.bearer("root"), body)
                            .status())
                    .as(body)
                    .isEqualTo(400);
        }
    }
}
