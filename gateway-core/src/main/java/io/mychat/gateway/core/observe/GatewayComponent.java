package io.mychat.gateway.core.observe;

import io.mychat.gateway.spi.event.HealthIndicator;
import java.util.function.BooleanSupplier;

/** A component of the gateway itself. Without it the gateway is unhealthy. */
public record GatewayComponent(String component, BooleanSupplier works) implements HealthIndicator {

    @Override
    public Status status() {
        return works.getAsBoolean() ? Status.HEALTHY : Status.UNHEALTHY;
    }
}
