package io.mychat.gateway.spi.backend;

import java.time.Duration;

/**
 * The health check of a service's servers.
 *
 * @param path the path of the GET request; begins with {@code /}. A 2xx response is a success. Empty: only a connection
 *     is opened and closed, and an open connection is a success
 * @param interval the time from the end of one check of a server to the start of the next
 * @param timeout timeout of one check
 * @param unhealthyAfter consecutive failures after which a server gets no calls
 * @param healthyAfter consecutive successes after which a server gets calls again
 * @since 0.1.0
 */
public record HealthCheckOptions(
        String path, Duration interval, Duration timeout, int unhealthyAfter, int healthyAfter) {

    private static final HealthCheckOptions DEFAULTS =
            new HealthCheckOptions("/health", Duration.ofSeconds(2), Duration.ofSeconds(1), 2, 1);

    public HealthCheckOptions {
        if (!path.isEmpty() && !path.startsWith("/")) {
            throw new IllegalArgumentException("path must begin with /");
        }
        Preconditions.positive("interval", interval);
        Preconditions.positive("timeout", timeout);
        Preconditions.positive("unhealthyAfter", unhealthyAfter);
        Preconditions.positive("healthyAfter", healthyAfter);
    }

    /** {@code GET /health} every 2 s with a timeout of 1 s; unhealthy after two failures, healthy after one success. */
    public static HealthCheckOptions defaults() {
        return DEFAULTS;
    }

    /** A connection in each interval with a timeout of 1 s; unhealthy after two failures, healthy after one success. */
    public static HealthCheckOptions connect(Duration interval) {
        return new HealthCheckOptions("", interval, DEFAULTS.timeout, DEFAULTS.unhealthyAfter, DEFAULTS.healthyAfter);
    }

    /** Whether only a connection is opened. */
    public boolean isConnect() {
        return path.isEmpty();
    }
}
