package io.mychat.gateway.core.watch;

import io.mychat.gateway.spi.event.HealthIndicator.Status;
import io.mychat.gateway.spi.event.Metric;
import io.mychat.gateway.spi.event.MetricSource;
import io.mychat.gateway.spi.time.TimeSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Checks all components that must make progress, and repairs them where it can (specification 11.3). The log gets one
 * line when a component stops and one when it recovers. The health answer lists the component while it has a fault, and
 * the metrics count faults and repairs.
 *
 * <p>One thread calls {@link #look()}; any thread may call the other methods. This object's lock guards the making of the
 * checks.
 */
public final class Watchdog implements MetricSource {

    private final Supplier<List<LivenessCheck>> things;
    private final TimeSource time;
    private final LongAdder looks = new LongAdder();
    private @Nullable List<CheckState> made;

    /** @param things called once, for the first look or question: they are many classes, which a start does not wait for */
    public Watchdog(Supplier<List<LivenessCheck>> things, TimeSource time) {
        this.things = things;
        this.time = time;
    }

    private synchronized List<CheckState> watches() {
        List<CheckState> known = made;
        if (known == null) {
            known = things.get().stream()
                    .map(thing -> new CheckState(thing, time))
                    .toList();
            made = known;
        }
        return known;
    }

    /** Runs all checks once. */
    public void look() {
        watches().forEach(CheckState::look);
        looks.increment();
    }

    /** Releases what the checks hold. Called after the last look. */
    public synchronized void forget() {
        if (made != null) {
            made.forEach(CheckState::forget);
        }
    }

    /** The severity of each fault in effect, by the name of the check. */
    public Map<String, Status> faults() {
        Map<String, Status> faults = new LinkedHashMap<>();
        watches().forEach(checkState -> checkState.fault().ifPresent(status -> faults.put(checkState.name(), status)));
        return faults;
    }

    @Override
    public List<Metric> metrics() {
        List<Metric> metrics = new ArrayList<>();
        metrics.add(Metric.counter("watchdog_looks_total", "Checks by the watchdog.", looks.sum()));
        for (CheckState checkState : watches()) {
            int fault = checkState.fault().isPresent() ? 1 : 0;
            metrics.add(Metric.gauge("watchdog_fault", "1 while the component makes no progress.", fault)
                    .with("thing", checkState.name()));
            metrics.add(Metric.counter(
                            "watchdog_faults_total", "Times that the component made no progress.", checkState.faults())
                    .with("thing", checkState.name()));
            metrics.add(Metric.counter(
                            "watchdog_repairs_total", "Attempted repairs of the component.", checkState.repairs())
                    .with("thing", checkState.name()));
        }
        return metrics;
    }
}
