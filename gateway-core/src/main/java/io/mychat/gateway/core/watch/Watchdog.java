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

/**
 * Looks at everything that must not stand still, repairs what can be repaired, and says so: one line of the log when something
 * stops, one when it is well again, a component of the health answer while it does not work, numbers in the metrics
 * (specification 11.3).
 *
 * <p>{@link #look()} is called by one thread; the rest by any.
 */
public final class Watchdog implements MetricSource {

    private final List<Watch> watches;
    private final LongAdder looks = new LongAdder();

    public Watchdog(List<Watched> things, TimeSource time) {
        this.watches = things.stream().map(thing -> new Watch(thing, time)).toList();
    }

    /** Looks at everything once. */
    public void look() {
        watches.forEach(Watch::look);
        looks.increment();
    }

    /** Lets go of everything; after the last look. */
    public void forget() {
        watches.forEach(Watch::forget);
    }

    /** What does not work at the moment, by name. */
    public Map<String, Status> faults() {
        Map<String, Status> faults = new LinkedHashMap<>();
        watches.forEach(watch -> watch.fault().ifPresent(status -> faults.put(watch.name(), status)));
        return faults;
    }

    @Override
    public List<Metric> metrics() {
        List<Metric> metrics = new ArrayList<>();
        metrics.add(Metric.counter("watchdog_looks_total", "Times that the watchdog has looked.", looks.sum()));
        for (Watch watch : watches) {
            int fault = watch.fault().isPresent() ? 1 : 0;
            metrics.add(Metric.gauge("watchdog_fault", "1 while the thing stands still.", fault)
                    .with("thing", watch.name()));
            metrics.add(Metric.counter("watchdog_faults_total", "Times that the thing stood still.", watch.faults())
                    .with("thing", watch.name()));
            metrics.add(Metric.counter("watchdog_repairs_total", "Tries to get the thing going again.", watch.repairs())
                    .with("thing", watch.name()));
        }
        return metrics;
    }
}
