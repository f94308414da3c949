package io.mychat.gateway.alerts;

import static org.assertj.core.api.Assertions.assertThat;

import io.mychat.gateway.alerts.AlertsFixture.Node;
import io.mychat.gateway.spi.alert.DeliveryOutcome.Failed;
import io.mychat.gateway.spi.alert.DeliveryOutcome.Refused;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Two nodes see the same. */
class ClusterAlertsTest {

    private static final Map<String, ?> MANY =
            Map.of("when", "connections > 10", "resolve", "< 8", "for_seconds", 0, "scope", "cluster");

    private final AlertsFixture alerts = new AlertsFixture();
    private final List<Node> nodes = new ArrayList<>();

    @BeforeEach
    void start() {
        for (String id : List.of("n1", "n2")) {
            Node node = alerts.node(id, "many", MANY, Map.of("repeat_seconds", 3600));
            assertThat(node.attach()).isEmpty();
            nodes.add(node);
        }
    }

    private void connections(double value) {
        nodes.forEach(node -> node.gauge("connections", value));
    }

    private List<String> lines() {
        return nodes.stream().flatMap(node -> node.channel.lines().stream()).toList();
    }

    @Test
    void oneOfThemTellsAndOneOfThemTellsTheEnd() {
        connections(11);
        alerts.seconds(60);
        assertThat(lines()).containsExactly("FIRING many");
        assertThat(nodes.get(0).channel.taken().get(0).body().plain()).contains("the cluster");

        connections(0);
        alerts.seconds(60);
        assertThat(lines()).containsExactlyInAnyOrder("FIRING many", "RESOLVED many");
    }

    @Test
    void oneOfThemRemindsOfIt() {
        connections(11);

        alerts.seconds(3 * 3600 + 300);

        assertThat(lines()).containsExactly("FIRING many", "FIRING many", "FIRING many", "FIRING many");
    }

    @Test
    void whoeverCanTellTellsWhenTheOtherCannot() {
        nodes.get(0).channel.answerNext(new Refused("wrong key"));
        connections(11);

        alerts.seconds(60);

        assertThat(nodes.get(1).channel.lines()).containsExactly("FIRING many");
    }

    @Test
    void aNodeThatDiesBeforeItHasToldIsReplacedAfterTheLease() {
        nodes.get(0).channel.answerNext(new Failed("no route", Optional.of(Duration.ofMinutes(10))));
        // The last attempt, at the stop.
        nodes.get(0).channel.answerNext(new Failed("no route"));
        connections(11);
        alerts.seconds(30);
        alerts.claims.setDown(true);
        nodes.get(0).service.close();
        alerts.claims.setDown(false);

        alerts.seconds(90);
        assertThat(lines()).isEmpty();
        alerts.seconds(30);

        assertThat(nodes.get(1).channel.lines()).containsExactly("FIRING many");
    }

    @Test
    void aNodeThatStopsBeforeItHasToldLeavesItToTheOtherAtOnce() {
        nodes.get(0).channel.answerNext(new Failed("no route", Optional.of(Duration.ofMinutes(10))));
        // The last attempt, at the stop.
        nodes.get(0).channel.answerNext(new Failed("no route"));
        connections(11);
        alerts.seconds(30);
        nodes.get(0).service.close();

        alerts.seconds(15);

        assertThat(nodes.get(1).channel.lines()).containsExactly("FIRING many");
    }

    @Test
    void withoutTheStoreEachTellsForItself() {
        alerts.claims.setDown(true);
        connections(11);
        alerts.seconds(60);
        assertThat(lines()).containsExactly("FIRING many", "FIRING many");

        connections(0);
        alerts.seconds(60);
        assertThat(lines()).hasSize(4).filteredOn("RESOLVED many"::equals).hasSize(2);
    }

    @Test
    void anAlertOfANodeIsToldByThatNode() {
        AlertsFixture other = new AlertsFixture();
        List<Node> both = List.of(
                other.node("n1", "many", Map.of("when", "connections > 10", "for_seconds", 0), Map.of()),
                other.node("n2", "many", Map.of("when", "connections > 10", "for_seconds", 0), Map.of()));
        both.forEach(node -> {
            assertThat(node.attach()).isEmpty();
            node.gauge("connections", 11);
        });

        other.seconds(30);

        assertThat(both).allSatisfy(node -> assertThat(node.channel.lines()).containsExactly("FIRING many"));
        assertThat(both.get(0).channel.taken().get(0).alerts().get(0).identity().node())
                .contains("n1");
        assertThat(both.get(1).channel.taken().get(0).body().plain()).contains("n2");
    }
}
