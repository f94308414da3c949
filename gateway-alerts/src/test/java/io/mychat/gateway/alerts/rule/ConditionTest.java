package io.mychat.gateway.alerts.rule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mychat.gateway.alerts.rule.Condition.Threshold;
import io.mychat.gateway.alerts.rule.Operand.Change;
import io.mychat.gateway.alerts.rule.Operand.Combination;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConditionTest {

    @Test
    void aMetricIsComparedWithANumber() {
        Condition condition = Condition.of(" mychat_recent_error_share>0.05 ");

        assertThat(condition.text()).isEqualTo("mychat_recent_error_share>0.05");
        assertThat(condition.left())
                .isEqualTo(new Operand(Combination.NONE, Change.NONE, "recent_error_share", Map.of(), Duration.ZERO));
        assertThat(condition.divisor()).isEmpty();
        assertThat(condition.threshold()).isEqualTo(new Threshold(Comparison.ABOVE, 0.05));
    }

    @Test
    void everythingTogether() {
        Condition condition =
                Condition.of("sum( rate(a_total{code=\"500\", why=\"a}, b\"}[5m]) ) / max(b{x=\"\"}) <= -1.5");

        assertThat(condition.left())
                .isEqualTo(new Operand(
                        Combination.SUM,
                        Change.RATE,
                        "a_total",
                        Map.of("code", "500", "why", "a}, b"),
                        Duration.ofMinutes(5)));
        assertThat(condition.divisor())
                .isEqualTo(Optional.of(new Operand(Combination.MAX, Change.NONE, "b", Map.of("x", ""), Duration.ZERO)));
        assertThat(condition.threshold()).hasToString("<= -1.5");
        assertThat(condition.metrics()).containsExactly("a_total", "b");
    }

    @Test
    void aMetricMayBeNamedAsAFunction() {
        assertThat(Condition.of("rate > 1").left().metric()).isEqualTo("rate");
        assertThat(Condition.of("max(none) > 1").left().metric()).isEqualTo("none");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "connections | expected >, >=, < or <= at character 12",
                "connections > many | expected a number at character 15",
                "> 5 | expected the name of a metric at character 1",
                "connections > 5 or 6 | expected nothing at character 17",
                "rate(a_total) > 1 | rate and increase need a window",
                "a_total[5m] > 1 | a window [5m] stands in rate",
                "rate(a_total[0s]) > 1 | from 1s to 24h",
                "rate(a_total[25h]) > 1 | from 1s to 24h",
                "sum(rate(a_total[1m]) > 1 | expected ')' at character 23",
                "a{code=500} > 1 | labels are written as",
                "a{code=\"5\" why=\"6\"} > 1 | labels are written as",
            })
    void aFaultSaysWhereItIs(String text, String message) {
        assertThatThrownBy(() -> Condition.of(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(message);
    }

    @Test
    void anEndlessConditionIsRefused() {
        assertThatThrownBy(() -> Condition.of("a".repeat(501))).hasMessageContaining("500 characters");
    }

    @Test
    void anAlertResolvesAwayFromItsThreshold() {
        Condition condition = Condition.of("connections > 100");

        assertThat(Rule.resolve(condition, "< 90")).isEqualTo(new Threshold(Comparison.BELOW, 90));
        assertThat(Rule.opposite(condition.threshold())).hasToString("<= 100");
        assertThatThrownBy(() -> Rule.resolve(condition, "> 90")).hasMessageContaining("point away");
        assertThatThrownBy(() -> Rule.resolve(condition, "< 101")).hasMessageContaining("point away");
        assertThatThrownBy(() -> Rule.resolve(Condition.of("up < 1"), "< 2")).hasMessageContaining(">= 1");
    }
}
