package io.mychat.gateway.alerts.rule;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Follows one rule over all its series. Owned by the thread of the evaluation. */
public final class RuleEvaluation {

    private final Rule rule;
    private final int maxSeries;
    private final OperandReader left;
    private final Optional<OperandReader> divisor;
    private final Map<Map<String, String>, AlertState> states = new LinkedHashMap<>();

    /** @param maxSeries series of the rule that are followed; others are ignored */
    public RuleEvaluation(Rule rule, int maxSeries) {
        this.rule = rule;
        this.maxSeries = maxSeries;
        this.left = new OperandReader(rule.condition().left(), maxSeries);
        this.divisor = rule.condition().divisor().map(operand -> new OperandReader(operand, maxSeries));
    }

    public Rule rule() {
        return rule;
    }

    /** @return the states that have resolved with this look */
    public List<AlertState> evaluate(Samples samples, Moment now) {
        Map<Map<String, String>, Double> values = values(samples);
        List<AlertState> resolved = new ArrayList<>();
        values.forEach((labels, value) -> {
            if (states.size() < maxSeries || states.containsKey(labels)) {
                AlertState state = states.computeIfAbsent(labels, AlertState::new);
                if (state.observe(rule, value, now)) {
                    resolved.add(state);
                }
            }
        });
        Iterator<AlertState> every = states.values().iterator();
        while (every.hasNext()) {
            AlertState state = every.next();
            if (!values.containsKey(state.labels())) {
                if (state.miss(now)) {
                    resolved.add(state);
                } else if (state.isForgettable(rule.timing(), now.nanos())) {
                    every.remove();
                }
            }
        }
        return resolved;
    }

    private Map<Map<String, String>, Double> values(Samples samples) {
        Map<Map<String, String>, Double> values = left.read(samples);
        if (divisor.isEmpty()) {
            return values;
        }
        Map<Map<String, String>, Double> divisors = divisor.get().read(samples);
        Map<Map<String, String>, Double> quotients = new HashMap<>();
        values.forEach((labels, value) -> {
            Double by = divisors.get(labels);
            if (by == null && divisors.size() == 1) {
                by = divisors.values().iterator().next();
            }
            // A limit of 0 means none.
            if (by != null && by > 0) {
                quotients.put(labels, value / by);
            }
        });
        return quotients;
    }

    /** The alerts of the rule; some of them are quiet. */
    public Collection<AlertState> states() {
        return states.values();
    }
}
