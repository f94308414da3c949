package io.mychat.gateway.alerts.rule;

import java.math.BigDecimal;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;

/**
 * The condition of a rule: an operand, perhaps divided by another one, compared with a threshold.
 *
 * @param text as it was written
 */
public record Condition(String text, Operand left, Optional<Operand> divisor, Threshold threshold) {

    /** A comparison with a number. */
    public record Threshold(Comparison comparison, double value) {

        boolean holds(double measured) {
            return comparison.holds(measured, value);
        }

        @Override
        public String toString() {
            return comparison + " "
                    + BigDecimal.valueOf(value).stripTrailingZeros().toPlainString();
        }
    }

    /**
     * Reads a condition such as {@code rate(messages_answered_total{code="500"}[5m]) > 1}.
     *
     * @throws IllegalArgumentException with a message for the operator
     */
    public static Condition of(String text) {
        return ConditionParser.condition(text);
    }

    /** The names of the metrics that it reads. */
    public Set<String> metrics() {
        Set<String> names = new LinkedHashSet<>();
        names.add(left.metric());
        divisor.ifPresent(operand -> names.add(operand.metric()));
        return names;
    }
}
