package io.mychat.gateway.core.observe;

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

/** How the gateway and its parts are (specification 9.3). Thread-safe; never blocks. */
public final class Health implements MetricSource {

    private static final Logger log = LoggerFactory.getLogger(Health.class);

    /** What the gateway is doing. */
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
     * @param parts asked at every look
     * @param faults what else does not work at the moment, by name: shown only while it does not
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

    /** Whether new clients should be sent here. */
    public boolean isReady() {
        return phase == Phase.RUNNING && status(components()) != Status.UNHEALTHY;
    }

    /** Each part's name and how it is now. Of two with one name the worse counts. */
    public Map<String, Status> components() {
        Map<String, Status> now = new LinkedHashMap<>();
        parts.forEach(part -> now.merge(part.component(), ask(part), Health::worse));
        faults.get().forEach((name, status) -> now.merge(name, status, Health::worse));
        return now;
    }

    /** What an operator should mend, by the name of the part; parts that have nothing to say are left out. */
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
            log.debug("{} cannot say what to mend", part.component(), e);
            return List.of();
        }
    }

    /** How a gateway is whose parts are so. */
    public static Status status(Map<String, Status> components) {
        return components.values().stream().reduce(Status.HEALTHY, Health::worse);
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
            log.debug("{} cannot say how it is", part.component(), e);
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
