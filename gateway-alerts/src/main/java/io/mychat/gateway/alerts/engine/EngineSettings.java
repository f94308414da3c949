package io.mychat.gateway.alerts.engine;

import io.mychat.gateway.alerts.rule.Rule;
import io.mychat.gateway.alerts.text.Messages;
import java.time.Duration;
import java.util.List;

/**
 * What the engine looks for, and how often.
 *
 * @param maxSeries series of one rule that are followed
 */
public record EngineSettings(List<Rule> rules, Pace pace, int maxSeries, Messages messages) {

    /**
     * The times of the engine.
     *
     * @param interval between two looks
     * @param repeat after which a firing alert is told again; zero: never
     * @param lease how long a node that is to tell keeps the others from it
     */
    public record Pace(Duration interval, Duration repeat, Duration lease) {}

    public EngineSettings {
        rules = List.copyOf(rules);
    }
}
