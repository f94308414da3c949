package io.mychat.gateway.alerts;

import static org.assertj.core.api.Assertions.assertThat;

import io.mychat.gateway.alerts.AlertsFixture.Node;
import io.mychat.gateway.spi.alert.AlertNotification;
import io.mychat.gateway.spi.alert.DeliveryOutcome.Failed;
import io.mychat.gateway.spi.alert.DeliveryOutcome.Refused;
import io.mychat.gateway.spi.event.HealthIndicator.Status;
import io.mychat.gateway.spi.event.Metric;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** From a metric to people and back. */
class AlertFlowTest {

    private static final Map<String, ?> MANY = Map.of("when", "connections > 10", "resolve", "< 8", "for_seconds", 30);

    private final AlertsFixture alerts = new AlertsFixture();

    private Node node(Map<String, ?> settings) {
        Node node = alerts.node("n1", "many", MANY, settings);
        assertThat(node.attach()).isEmpty();
        return node;
    }

    @Test
    void anAlertIsToldOnceAndThenItsEnd() {
        Node node = node(Map.of());
        node.gauge("connections", 11);

        alerts.seconds(45);
        assertThat(node.channel.lines()).containsExactly("FIRING many");
        assertThat(node.channel.taken().get(0).body().plain())
                .contains("FIRING", "warning", "many", "n1", "Measured: 11", "connections > 10");
        alerts.seconds(600);
        assertThat(node.channel.lines()).hasSize(1);
        assertThat(node.metric("alerts_firing", "warning")).isEqualTo(1);
        assertThat(node.service.isWatching()).isTrue();
        assertThat(node.service.firing()).singleElement().satisfies(alert -> {
            assertThat(alert.identity().rule()).isEqualTo("many");
            assertThat(alert.reading().value()).isEqualTo(11);
            assertThat(alert.text().plain()).contains("many");
        });

        node.gauge("connections", 7);
        alerts.seconds(15);
        assertThat(node.service.firing()).isEmpty();
        assertThat(node.channel.lines()).containsExactly("FIRING many", "RESOLVED many");
        assertThat(node.channel.taken().get(0).alerts().get(0).identity().key())
                .isEqualTo(
                        node.channel.taken().get(1).alerts().get(0).identity().key());
        assertThat(node.metric("alerts_firing", "warning")).isZero();
    }

    @Test
    void ownTemplatesTakeThePlaceOfTheLanguages() {
        Node node = node(Map.of(
                "language",
                "zh",
                "templates",
                Map.of("title", "[{severity}] {rule}@{node}", "firing", "{rule} is {value}, since {since}")));
        node.gauge("connections", 11);
        alerts.seconds(45);
        node.gauge("connections", 7);
        alerts.seconds(15);

        AlertNotification firing = node.channel.taken().get(0);
        assertThat(firing.title().plain()).endsWith("] many@n1").startsWith("[");
        assertThat(firing.body().plain()).startsWith("many is 11, since 20");
        assertThat(node.channel.taken().get(1).body().plain())
                .as("the language has those that are not replaced")
                .containsPattern("\\p{IsHan}")
                .contains("many");
    }

    @Test
    void withinTheCoolDownTheSameAlertIsNotToldAgain() {
        Node node = node(Map.of());
        for (int i = 0; i < 4; i++) {
            node.gauge("connections", 11);
            alerts.seconds(45);
            node.gauge("connections", 0);
            alerts.seconds(15);
        }
        assertThat(node.channel.lines()).containsExactly("FIRING many", "RESOLVED many");

        node.gauge("connections", 11);
        alerts.seconds(120);
        assertThat(node.channel.lines()).containsExactly("FIRING many", "RESOLVED many", "FIRING many");
    }

    @Test
    void aFiringAlertIsToldAgainWhenThatIsConfigured() {
        Node node = node(Map.of("repeat_seconds", 3600));
        node.gauge("connections", 11);

        alerts.seconds(45 + 2 * 3600 + 30);

        assertThat(node.channel.lines()).containsExactly("FIRING many", "FIRING many", "FIRING many");
    }

    @Test
    void alertsOfOneIntervalAreOneNotification() {
        Node node = alerts.node("n1", "up", Map.of("when", "up < 1", "for_seconds", 0), Map.of("group_seconds", 10));
        for (String server : List.of("a", "b", "c")) {
            node.metrics.put(server, Metric.gauge("up", "", 0).with("server", server));
        }
        assertThat(node.attach()).isEmpty();

        alerts.seconds(24);
        assertThat(node.channel.taken()).isEmpty();
        alerts.seconds(1);

        assertThat(node.channel.lines()).containsExactly("FIRING up, FIRING up, FIRING up");
        AlertNotification one = node.channel.taken().get(0);
        assertThat(one.title().plain()).contains("3 alerts fire, 0 have resolved");
        assertThat(one.body().plain()).contains("{server=a}", "{server=b}", "{server=c}");
    }

    @Test
    void aFailedAttemptIsRepeatedWithTheSameId() {
        Node node = node(Map.of());
        List.of("a", "b", "c").forEach(reason -> node.channel.answerNext(new Failed(reason)));
        node.gauge("connections", 11);

        alerts.seconds(60);

        assertThat(node.channel.attempts()).isEqualTo(4);
        assertThat(node.channel.lines()).containsExactly("FIRING many");
        assertThat(node.metric("alert_attempts_failed_total", "host")).isEqualTo(3);
        assertThat(node.metric("alert_notifications_sent_total", "host")).isEqualTo(1);
    }

    @Test
    void aChannelThatFailsMakesTheModuleDegraded() {
        Node node = node(Map.of());
        for (int i = 0; i < 4; i++) {
            node.channel.answerNext(new Failed("down", Optional.of(Duration.ofSeconds(60))));
        }
        node.gauge("connections", 11);

        alerts.seconds(60);
        assertThat(node.service.status()).isEqualTo(Status.HEALTHY);
        alerts.seconds(120);
        assertThat(node.service.status()).isEqualTo(Status.DEGRADED);
        assertThat(node.service.warnings()).singleElement().asString().contains("'host'", "alerts test host");
        alerts.seconds(120);
        assertThat(node.channel.lines()).containsExactly("FIRING many");
        assertThat(node.service.status()).isEqualTo(Status.HEALTHY);
    }

    @Test
    void anAlertThatNoChannelTookIsTriedAgainAfterTheCoolDown() {
        Node node = node(Map.of());
        node.channel.answerNext(new Refused("wrong key"));
        node.gauge("connections", 11);

        alerts.seconds(300);
        assertThat(node.channel.attempts()).isEqualTo(1);
        assertThat(node.metric("alert_notifications_abandoned_total", "host")).isEqualTo(1);
        alerts.seconds(60);

        assertThat(node.channel.lines()).containsExactly("FIRING many");
    }

    @Test
    void noAttemptComesAfterTheDeadline() {
        Node node = node(Map.of("deadline_seconds", 100, "max_backoff_ms", 10_000));
        for (int i = 0; i < 1000; i++) {
            node.channel.answerNext(new Failed("down"));
        }
        node.gauge("connections", 11);

        alerts.seconds(45 + 100);
        int attempts = node.channel.attempts();
        assertThat(attempts).isBetween(10, 25);
        assertThat(node.metric("alert_notifications_abandoned_total", "host")).isEqualTo(1);
        alerts.seconds(150);
        assertThat(node.channel.attempts()).isEqualTo(attempts);
    }

    @Test
    void whatResolvesBeforePeopleKnewIsResolvedAfterwards() {
        Node node = node(Map.of("group_seconds", 60));
        node.gauge("connections", 11);
        alerts.seconds(45);
        node.gauge("connections", 0);

        alerts.seconds(130);

        assertThat(node.channel.lines()).containsExactly("FIRING many", "RESOLVED many");
    }

    @Test
    void aChannelGetsNoMoreThanItsRateAndNoMoreThanItsBound() {
        Node node = alerts.node(
                "n1",
                "up",
                Map.of("when", "up < 1", "for_seconds", 0),
                Map.of(
                        "notifications_per_minute", 3,
                        "max_alerts_per_notification", 1,
                        "max_pending", 10,
                        "max_series", 50));
        for (int i = 0; i < 30; i++) {
            String server = "s" + i;
            node.metrics.put(server, Metric.gauge("up", "", 0).with("server", server));
        }
        assertThat(node.attach()).isEmpty();

        alerts.seconds(60);

        assertThat(node.channel.taken()).hasSizeBetween(3, 4);
        assertThat(node.metric("alerts_dropped_total", "host")).isEqualTo(20);
        assertThat(node.metric("alerts_pending", "host")).isLessThan(10);
    }

    @Test
    void nothingHappensAfterTheEnd() {
        Node node = node(Map.of("group_seconds", 60));
        node.gauge("connections", 11);
        alerts.seconds(50);

        node.service.close();

        assertThat(alerts.time.pendingTimers()).isZero();
        int atTheEnd = node.channel.attempts();
        alerts.seconds(120);
        assertThat(node.channel.attempts()).isEqualTo(atTheEnd);
    }

    @Test
    void whatWaitsIsSentAtTheStop() {
        Node node = node(Map.of("group_seconds", 60));
        node.gauge("connections", 11);
        alerts.seconds(50);
        assertThat(node.channel.attempts()).isZero();

        node.service.close();

        assertThat(node.channel.lines()).containsExactly("FIRING many");
        assertThat(alerts.time.pendingTimers()).isZero();
    }

    @Test
    void whatFailedIsTriedOnceMoreAtTheStopAndNotAgain() {
        Node node = node(Map.of());
        node.channel.setAway(true);
        node.gauge("connections", 11);
        alerts.seconds(50);
        int before = node.channel.attempts();
        assertThat(before).isPositive();

        node.service.close();
        alerts.seconds(3600);

        assertThat(node.channel.attempts()).isEqualTo(before + 1);
        assertThat(alerts.time.pendingTimers()).isZero();
    }
}
