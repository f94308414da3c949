package io.mychat.gateway.alerts;

import static org.assertj.core.api.Assertions.assertThat;

import io.mychat.gateway.alerts.AlertsFixture.Node;
import io.mychat.gateway.spi.alert.DeliveryOutcome.Failed;
import io.mychat.gateway.spi.config.SettingFault;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class AlertsReloadTest {

    private static final Map<String, ?> MANY = Map.of("when", "connections > 10", "for_seconds", 0);

    private final AlertsFixture alerts = new AlertsFixture();

    private AlertsSettings settings(Map<String, ?> rules, Map<String, ?> more) {
        Map<String, Object> all = new java.util.HashMap<>(Map.of("group_seconds", 0, "rules", rules));
        all.putAll(more);
        return alerts.read(all);
    }

    private Node firing() {
        Node node = alerts.node("n1", "many", MANY, Map.of());
        assertThat(node.attach()).isEmpty();
        node.gauge("connections", 11);
        alerts.seconds(30);
        assertThat(node.channel.lines()).containsExactly("FIRING many");
        return node;
    }

    @Test
    void aRuleThatStaysKeepsItsState() {
        Node node = firing();

        node.service.adopt(settings(Map.of("many", MANY), Map.of()));
        alerts.seconds(600);

        assertThat(node.channel.lines()).containsExactly("FIRING many");
    }

    @Test
    void theAlertOfARuleThatIsGoneResolves() {
        Node node = firing();

        node.service.adopt(settings(Map.of(), Map.of()));
        alerts.seconds(30);

        assertThat(node.channel.lines()).containsExactly("FIRING many", "RESOLVED many");
        assertThat(node.metric("alerts_firing", "warning")).isZero();
    }

    @Test
    void aNewRuleAndNewTimesAreInEffect() {
        Node node = firing();

        node.service.adopt(settings(
                Map.of("many", MANY, "more", Map.of("when", "connections > 10", "for_seconds", 0)),
                Map.of("interval_seconds", 1)));
        alerts.seconds(30);

        assertThat(node.channel.lines()).containsExactly("FIRING many", "FIRING more");
    }

    @Test
    void whatWaitsForAChannelSurvivesTheChangeOfItsBounds() {
        Node node = alerts.node("n1", "many", MANY, Map.of());
        assertThat(node.attach()).isEmpty();
        node.channel.answerNext(new Failed("later", Optional.of(Duration.ofMinutes(5))));
        node.gauge("connections", 11);
        alerts.seconds(30);
        assertThat(node.channel.attempts()).isEqualTo(1);

        node.service.adopt(settings(Map.of("many", MANY), Map.of("max_pending", 7)));
        alerts.seconds(1);

        assertThat(node.channel.lines()).containsExactly("FIRING many");
        assertThat(node.metric("alerts_pending_limit", "host")).isEqualTo(7);
        assertThat(node.metric("alert_attempts_failed_total", "host")).isEqualTo(1);
    }

    @Test
    void switchedOffNothingIsFollowed() {
        Node node = alerts.node("n1", "many", MANY, Map.of("enabled", false));
        assertThat(node.attach()).isEmpty();
        node.gauge("connections", 11);

        alerts.seconds(600);

        assertThat(node.channel.attempts()).isZero();
    }

    @Test
    void aReloadWithAnUnknownMetricIsRejected() {
        Node node = firing();

        assertThat(node.service.faults(settings(Map.of("bad", Map.of("when", "nothing > 1")), Map.of())))
                .extracting(SettingFault::path)
                .contains("$.alerts.rules.bad.when");
    }
}
