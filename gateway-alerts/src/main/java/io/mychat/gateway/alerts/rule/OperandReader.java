package io.mychat.gateway.alerts.rule;

import io.mychat.gateway.alerts.rule.Operand.Change;
import io.mychat.gateway.alerts.rule.Operand.Combination;
import io.mychat.gateway.spi.event.Metric;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads the values of an operand, and remembers the counters that it needs for its window. Used by one thread.
 *
 * <p>A counter that falls has begun anew with its process: what it shows then has been added. A counter that appears
 * after the first look has risen from 0.
 */
final class OperandReader {

    private final Operand operand;
    private final int maxSeries;
    private final Map<Map<String, String>, CounterWindow> windows = new HashMap<>();
    private boolean lookedBefore;

    OperandReader(Operand operand, int maxSeries) {
        this.operand = operand;
        this.maxSeries = maxSeries;
    }

    /** The values by the labels of their samples; a combination has no labels. */
    Map<Map<String, String>, Double> read(Samples samples) {
        List<Metric> matching = samples.matching(operand);
        Map<Map<String, String>, Double> values = new LinkedHashMap<>();
        for (Metric sample : matching) {
            if (values.size() < maxSeries) {
                values.put(sample.labels(), value(sample, samples.nanos()));
            }
        }
        windows.keySet().retainAll(values.keySet());
        lookedBefore = true;
        return combined(values);
    }

    private double value(Metric sample, long nanos) {
        if (operand.change() == Change.NONE) {
            return sample.value();
        }
        double increase = windows.computeIfAbsent(
                        sample.labels(),
                        labels -> new CounterWindow(operand.window(), lookedBefore ? 0 : sample.value()))
                .increase(sample.value(), nanos);
        return operand.change() == Change.RATE ? increase / (operand.window().toMillis() / 1000.0) : increase;
    }

    private Map<Map<String, String>, Double> combined(Map<Map<String, String>, Double> values) {
        if (operand.combination() == Combination.NONE || values.isEmpty()) {
            return values;
        }
        var numbers = values.values().stream().mapToDouble(Double::doubleValue).summaryStatistics();
        double one = switch (operand.combination()) {
            case SUM, NONE -> numbers.getSum();
            case MAX -> numbers.getMax();
            case MIN -> numbers.getMin();
        };
        return Map.of(Map.of(), one);
    }
}
