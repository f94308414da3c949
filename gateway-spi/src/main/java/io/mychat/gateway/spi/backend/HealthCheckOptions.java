package io.mychat.gateway.spi.backend;

import java.time.Duration;

/**
 * How a service's servers are watched.
 *
 * @param path what is asked for with GET; begins with {@code /}. An answer with 2xx is a success. Empty: a connection is
 *     opened and closed again, and that is the success
 * @param interval from the end of one check of a server to the next
 * @param timeout how long an answer may take
 * @param unhealthyAfter failures in a row after which it gets no calls
 * @param healthyAfter successes in a row after which it gets them again
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

    /** {@code GET /health} every 2 s, within 1 s; down after two failures, up after one success. */
    public static HealthCheckOptions defaults() {
        return DEFAULTS;
    }

    /** A connection every so often, within 1 s; down after two failures, up after one success. */
    public static HealthCheckOptions connect(Duration interval) {
        return new HealthCheckOptions("", interval, DEFAULTS.timeout, DEFAULTS.unhealthyAfter, DEFAULTS.healthyAfter);
    }

    /** Whether only a connection is opened. */
    public boolean isConnect() {
        return path.isEmpty();
    }
}
