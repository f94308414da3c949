package io.mychat.gateway.core.status;

import io.mychat.gateway.spi.event.HealthIndicator.Status;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The health of a gateway (specification 9.3), as {@code GET /api/system/health} shows it.
 *
 * @param status the worst status of the components
 * @param ready whether the gateway accepts new clients
 * @param components the status of each component, by its name
 * @param warnings the problems that an operator should solve, by component
 * @param uptime the time since the start; zero when the gateway does not run
 * @since 0.1.0
 */
public record HealthReport(
        Status status,
        boolean ready,
        Map<String, Status> components,
        Map<String, List<String>> warnings,
        Duration uptime) {

    /** The report of a gateway that does not run. */
    public static final HealthReport NOT_RUNNING =
            new HealthReport(Status.UNHEALTHY, false, Map.of(), Map.of(), Duration.ZERO);

    public HealthReport {
        components = Collections.unmodifiableMap(new LinkedHashMap<>(components));
        warnings = Collections.unmodifiableMap(new LinkedHashMap<>(warnings));
    }
}
