package io.mychat.gateway.spi.event;

import java.util.List;

/**
 * Reports the health of a component. Called whenever the gateway's health is read; must not block. Thread-safe.
 *
 * @since 0.1.0
 */
public interface HealthIndicator {

    /** The name of the component in the health report, such as {@code redis}. */
    String component();

    /** The current status. */
    Status status();

    /**
     * Problems that the operator should solve although the component works. Each text says what is wrong, where, and
     * what to do. Shown only to requests with an API key or from this machine.
     */
    default List<String> warnings() {
        return List.of();
    }

    /** The health of a component. */
    enum Status {
        HEALTHY,
        /** The component fails, and the gateway continues with reduced functions. */
        DEGRADED,
        /** The component fails, and the gateway should get no new clients. */
        UNHEALTHY
    }
}
