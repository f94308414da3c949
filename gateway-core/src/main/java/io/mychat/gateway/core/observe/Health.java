package io.mychat.gateway.core.observe;

import io.mychat.gateway.core.status.HealthReport;
import io.mychat.gateway.spi.event.HealthIndicator;
import io.mychat.gateway.spi.event.HealthIndicator.Status;
import io.mychat.gateway.spi.event.Metric;
import io.mychat.gateway.spi.event.MetricSource;
import io.mychat.gateway.spi.time.TimeSource;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The health of the gateway and its components (specification 9.3). Thread-safe; never blocks. */
public final class Health implements MetricSource {

    private static final Logger log = LoggerFactory.getLogger(Health.class);

    /** The phase of the gateway's life. */
    public enum Phase {
        STARTING,
        RUNNING,
        DRAINING,
        STOPPED
    }

    private final List<HealthIndicator> parts;
    private final Supplier<Map<String, Status>> faults;
    private final TimeSource time;
    private final long startedAt;
    private volatile Phase phase = Phase.STARTING;

    /**
     * @param parts the components; called at every request
     * @param faults returns further components with a fault, by name; they are listed only during the fault
     */
    public Health(Collection<HealthIndicator> parts, Supplier<Map<String, Status>> faults, TimeSource time) {
        this.parts = List.copyOf(parts);
        this.faults = faults;
        this.time = time;
        this.startedAt = time.nanoTime();
    }

    public Phase phase() {
        return phase;
    }

    public void enter(Phase next) {
        phase = next;
    }

    /** Whether the gateway accepts new clients. */
    public boolean isReady() {
        return phase == Phase.RUNNING && status(components()) != Status.UNHEALTHY;
    }

    /** The status of each component by its name. Of two components with one name, the worse status is taken. */
    public Map<String, Status> components() {
        Map<String, Status> now = new LinkedHashMap<>();
        parts.forEach(part -> now.merge(part.component(), ask(part), Health::worse));
        faults.get().forEach((name, status) -> now.merge(name, status, Health::worse));
        return now;
    }

    /** The problems that an operator should solve, by component. Components without problems are omitted. */
    public Map<String, List<String>> warnings() {
        Map<String, List<String>> now = new LinkedHashMap<>();
        for (HealthIndicator part : parts) {
            List<String> warnings = warnings(part);
            if (!warnings.isEmpty()) {
                now.computeIfAbsent(part.component(), name -> new ArrayList<>()).addAll(warnings);
            }
        }
        return now;
    }

    private static List<String> warnings(HealthIndicator part) {
        try {
            return part.warnings();
        } catch (RuntimeException e) {
            log.debug("The warnings of {} cannot be read", part.component(), e);
            return List.of();
        }
    }

    /** The overall status for these component statuses. */
    public static Status status(Map<String, Status> components) {
        return components.values().stream().reduce(Status.HEALTHY, Health::worse);
    }

    /** All of it at one moment. */
    public HealthReport report() {
        Map<String, Status> now = components();
        return new HealthReport(
                status(now), phase == Phase.RUNNING && status(now) != Status.UNHEALTHY, now, warnings(), uptime());
    }

    private static Status worse(Status one, Status other) {
        return one.compareTo(other) >= 0 ? one : other;
    }

    private static int level(Status status) {
        return switch (status) {
            case HEALTHY -> 0;
            case DEGRADED -> 1;
            case UNHEALTHY -> 2;
        };
    }

    private static Status ask(HealthIndicator part) {
        try {
            return part.status();
        } catch (RuntimeException e) {
            log.debug("The status of {} cannot be read", part.component(), e);
            return Status.DEGRADED;
        }
    }

    public Duration uptime() {
        return Duration.ofNanos(time.nanoTime() - startedAt);
    }

    @Override
    public List<Metric> metrics() {
        List<Metric> metrics = new ArrayList<>();
        metrics.add(Metric.gauge("uptime_seconds", "Time since the start.", uptime().toSeconds()));
        metrics.add(Metric.gauge("ready", "1 while the gateway accepts new clients.", isReady() ? 1 : 0));
        components()
                .forEach((name, status) -> metrics.add(Metric.gauge(
                                "component_health",
                                "Status of the component; 0: healthy, 1: degraded, 2: unhealthy.",
                                level(status))
                        .with("component", name)));
        return metrics;
    }
}
