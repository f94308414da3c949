package io.mychat.gateway.alerts.rule;

import static org.assertj.core.api.Assertions.assertThat;

import io.mychat.gateway.alerts.rule.Rule.Notice;
import io.mychat.gateway.alerts.rule.Rule.Scope;
import io.mychat.gateway.alerts.rule.Rule.Timing;
import io.mychat.gateway.spi.alert.AlertSeverity;
import io.mychat.gateway.spi.event.Metric;
import io.mychat.gateway.testkit.ManualTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RuleEvaluationTest {

    private static final Duration INTERVAL = Duration.ofSeconds(15);

    private final ManualTime time = new ManualTime();
    private final List<AlertState> resolved = new ArrayList<>();

    private static RuleEvaluation of(String when, String resolve, int holdSeconds) {
        Condition condition = Condition.of(when);
        Timing timing =
                new Timing(Duration.ofSeconds(holdSeconds), Rule.resolve(condition, resolve), Duration.ofMinutes(5));
        return new RuleEvaluation(
                new Rule("r", condition, timing, AlertSeverity.WARNING, Scope.NODE, new Notice(false, List.of(), "")),
                3);
    }

    /** Looks, and then lets an interval pass. */
    private List<Map<String, String>> firing(RuleEvaluation rule, Metric... metrics) {
        resolved.addAll(rule.evaluate(Samples.of(List.of(metrics), time.nanoTime()), Moment.of(time)));
        time.advance(INTERVAL);
        return rule.states().stream()
                .filter(AlertState::isFiring)
                .map(AlertState::labels)
                .toList();
    }

    private static Metric gauge(double value) {
        return Metric.gauge("connections", "", value);
    }

    @Test
    void anAlertFiresWhenItsConditionHasHeldLongEnough() {
        RuleEvaluation rule = of("connections > 10", "< 10", 30);

        assertThat(firing(rule, gauge(11))).isEmpty();
        assertThat(firing(rule, gauge(12))).isEmpty();
        assertThat(firing(rule, gauge(13))).containsExactly(Map.of());
    }

    @Test
    void oneLookBelowTheThresholdBeginsAnew() {
        RuleEvaluation rule = of("connections > 10", "< 10", 30);

        firing(rule, gauge(11));
        firing(rule, gauge(11));
        assertThat(firing(rule, gauge(10))).isEmpty();
        assertThat(firing(rule, gauge(11))).isEmpty();
        assertThat(firing(rule, gauge(11))).isEmpty();
        assertThat(firing(rule, gauge(11))).hasSize(1);
    }

    @Test
    void itResolvesAtItsOwnThreshold() {
        RuleEvaluation rule = of("connections > 10", "< 8", 0);

        assertThat(firing(rule, gauge(11))).hasSize(1);
        assertThat(firing(rule, gauge(9))).hasSize(1);
        assertThat(resolved).isEmpty();
        assertThat(firing(rule, gauge(7))).isEmpty();
        assertThat(resolved).hasSize(1);
    }

    @Test
    void eachSeriesIsAnAlertAndTheirNumberIsBounded() {
        RuleEvaluation rule = of("up < 1", ">= 1", 0);
        Metric up = Metric.gauge("up", "", 0);

        assertThat(firing(
                        rule,
                        up.with("server", "a"),
                        up.with("server", "b"),
                        Metric.gauge("up", "", 1).with("server", "c"),
                        up.with("server", "d")))
                .containsExactlyInAnyOrder(Map.of("server", "a"), Map.of("server", "b"));
    }

    @Test
    void anAlertWhoseMetricHasGoneResolvesAfterSomeLooks() {
        RuleEvaluation rule = of("connections > 10", "< 8", 0);
        firing(rule, gauge(11));

        for (int i = 0; i < 4; i++) {
            assertThat(firing(rule)).hasSize(1);
        }
        assertThat(firing(rule)).isEmpty();
        assertThat(resolved).hasSize(1);
    }

    @Test
    void aCounterCountsFromTheFirstLookAndOverTheWindow() {
        RuleEvaluation rule = of("increase(errors_total[1m]) > 5", "< 5", 0);

        assertThat(firing(rule, counter(1000))).isEmpty();
        assertThat(firing(rule, counter(1005))).isEmpty();
        assertThat(firing(rule, counter(1006))).hasSize(1);
        firing(rule, counter(1006));
        assertThat(firing(rule, counter(1006))).hasSize(1);
        firing(rule, counter(1006));
        assertThat(firing(rule, counter(1006))).isEmpty();
    }

    @Test
    void aCounterThatAppearsLaterHasRisenFromZero() {
        RuleEvaluation rule = of("rate(errors_total[1m]) > 0.1", "<= 0.1", 0);

        assertThat(firing(rule)).isEmpty();
        assertThat(firing(rule, counter(7))).hasSize(1);
    }

    @Test
    void aCounterThatBeginsAnewHasNotFallen() {
        RuleEvaluation rule = of("increase(errors_total[1m]) > 5", "< 5", 0);

        firing(rule, counter(1000));
        assertThat(firing(rule, counter(4))).isEmpty();
        assertThat(firing(rule, counter(6))).hasSize(1);
    }

    @Test
    void aShareOfALimitIsComparedSeriesBySeries() {
        RuleEvaluation rule = of("busy / busy_limit > 0.8", "< 0.7", 0);
        Metric busy = Metric.gauge("busy", "", 9);

        assertThat(firing(
                        rule,
                        busy.with("pool", "a"),
                        busy.with("pool", "b"),
                        busy.with("pool", "c"),
                        Metric.gauge("busy_limit", "", 10).with("pool", "a"),
                        Metric.gauge("busy_limit", "", 100).with("pool", "b"),
                        Metric.gauge("busy_limit", "", 0).with("pool", "c")))
                .containsExactly(Map.of("pool", "a"));
    }

    @Test
    void aSumHasNoLabels() {
        RuleEvaluation rule = of("sum(sessions) > 10", "< 10", 0);
        Metric six = Metric.gauge("sessions", "", 6);

        assertThat(firing(rule, six.with("platform", "web"), six.with("platform", "ios")))
                .containsExactly(Map.of());
    }

    @Test
    void quietSeriesThatHaveGoneAreForgotten() {
        RuleEvaluation rule = of("up < 1", ">= 1", 0);
        firing(rule, Metric.gauge("up", "", 1).with("server", "a"));

        firing(rule, Metric.gauge("up", "", 1).with("server", "b"));

        assertThat(rule.states()).extracting(AlertState::labels).containsExactly(Map.of("server", "b"));
    }

    private static Metric counter(double value) {
        return Metric.counter("errors_total", "", value);
    }
}
