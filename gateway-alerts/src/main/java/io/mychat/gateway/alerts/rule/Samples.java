package io.mychat.gateway.alerts.rule;

import io.mychat.gateway.spi.event.Metric;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * All samples at one moment, by name. Immutable.
 *
 * @param nanos the moment, as {@link io.mychat.gateway.spi.time.TimeSource#nanoTime}
 */
public record Samples(Map<String, List<Metric>> byName, long nanos) {

    public static Samples of(List<Metric> metrics, long nanos) {
        Map<String, List<Metric>> byName = new HashMap<>();
        metrics.forEach(metric ->
                byName.computeIfAbsent(metric.name(), name -> new ArrayList<>()).add(metric));
        return new Samples(byName, nanos);
    }

    public Set<String> names() {
        return byName.keySet();
    }

    List<Metric> matching(Operand operand) {
        return byName.getOrDefault(operand.metric(), List.of()).stream()
                .filter(operand::matches)
                .toList();
    }
}
