package io.mychat.gateway.core.config;

import io.mychat.gateway.spi.config.ConfigSection;
import java.time.Duration;

/**
 * How a service's servers are watched.
 *
 * @param path what is asked for with GET
 * @param interval the time between two checks of a server
 * @param unhealthyAfter failures in a row after which it gets no calls
 * @param healthyAfter successes in a row after which it gets them again
 */
public record HealthCheckConfig(String path, Duration interval, int unhealthyAfter, int healthyAfter) {

    private static final String DEFAULT_PATH = "/health";
    private static final DurationKey INTERVAL = DurationKey.millis("interval_ms", 2000, 100, 3_600_000);
    private static final NumberKey UNHEALTHY_AFTER = new NumberKey("unhealthy_after", 2, 1, 100);
    private static final NumberKey HEALTHY_AFTER = new NumberKey("healthy_after", 1, 1, 100);

    public HealthCheckConfig {
        if (!path.startsWith("/")) {
            throw new IllegalArgumentException("path must begin with /");
        }
        INTERVAL.check(interval);
        UNHEALTHY_AFTER.check(unhealthyAfter);
        HEALTHY_AFTER.check(healthyAfter);
    }

    static HealthCheckConfig read(ConfigSection section) {
        String path = section.text("path", DEFAULT_PATH);
        if (!path.startsWith("/")) {
            section.fault("path", "must begin with /");
            path = DEFAULT_PATH;
        }
        return new HealthCheckConfig(
                path, INTERVAL.in(section), UNHEALTHY_AFTER.intIn(section), HEALTHY_AFTER.intIn(section));
    }
}
