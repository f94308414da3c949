package io.mychat.gateway.alerts.rule;

import io.mychat.gateway.alerts.rule.Condition.Threshold;
import io.mychat.gateway.spi.alert.AlertSeverity;
import java.time.Duration;
import java.util.List;

/**
 * A rule: what fires, and who is told.
 *
 * @param name 1 to 32 of {@code a-z 0-9 _ -}
 */
public record Rule(
        String name, Condition condition, Timing timing, AlertSeverity severity, Scope scope, Notice notice) {

    /** A threshold that no value reaches. */
    public static final Threshold NEVER = new Threshold(Comparison.ABOVE, Double.MAX_VALUE);

    /** Whom an alert concerns. */
    public enum Scope {
        /** The node that measures it; each node tells by itself. */
        NODE,
        /** The whole cluster; one node tells for all. */
        CLUSTER
    }

    /**
     * When an alert begins and ends.
     *
     * @param hold how long the condition holds before the alert fires
     * @param resolve when it resolves (hysteresis)
     * @param coolDown the shortest time between two notices that the same alert fires
     */
    public record Timing(Duration hold, Threshold resolve, Duration coolDown) {}

    /**
     * What is told, and where.
     *
     * @param optional whether the metric may be missing, because a module or an event brings it
     * @param channels the names of the channels; empty: all
     * @param summary the template of the alert's text; empty: the one of the language
     */
    public record Notice(boolean optional, List<String> channels, String summary) {

        public Notice {
            channels = List.copyOf(channels);
        }
    }

    /**
     * The threshold at which an alert of the condition resolves.
     *
     * @throws IllegalArgumentException when it is no threshold, or one at which the condition still holds
     */
    public static Threshold resolve(Condition condition, String text) {
        Threshold resolve = ConditionParser.threshold(text);
        Threshold fires = condition.threshold();
        boolean opposite = resolve.comparison().isUpper() != fires.comparison().isUpper();
        boolean beyond =
                fires.comparison().isUpper() ? resolve.value() <= fires.value() : resolve.value() >= fires.value();
        if (!opposite || !beyond) {
            throw new IllegalArgumentException(
                    "must point away from the condition " + condition.text() + ", as " + opposite(fires) + " does");
        }
        return resolve;
    }

    /** Resolves as soon as the condition does not hold. */
    public static Threshold opposite(Threshold fires) {
        Comparison comparison = switch (fires.comparison()) {
            case ABOVE -> Comparison.AT_MOST;
            case AT_LEAST -> Comparison.BELOW;
            case BELOW -> Comparison.AT_LEAST;
            case AT_MOST -> Comparison.ABOVE;
        };
        return new Threshold(comparison, fires.value());
    }
}
