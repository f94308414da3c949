package io.mychat.gateway.core.observe;

import io.mychat.gateway.spi.event.HealthIndicator;
import java.util.function.BooleanSupplier;

/** A part of the gateway itself, without which it can serve nobody. */
public record GatewayComponent(String component, BooleanSupplier works) implements HealthIndicator {

    @Override
    public Status status() {
        return works.getAsBoolean() ? Status.HEALTHY : Status.UNHEALTHY;
    }
}
