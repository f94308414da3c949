package io.mychat.gateway.observability;

import io.mychat.gateway.spi.ModuleProvider;
import io.mychat.gateway.spi.config.ModuleSettings;
import io.mychat.gateway.spi.event.Tracer;
import io.opentelemetry.api.GlobalOpenTelemetry;
import java.util.Set;

/**
 * Offers a {@link Tracer} where the process has a global OpenTelemetry, such as that of OpenTelemetry's Java agent, when the
 * gateway starts. A tracer that the host gives to the builder takes precedence. The module has no configuration: that of the
 * SDK applies.
 *
 * @since 0.1.0
 */
public final class ObservabilityModuleProvider implements ModuleProvider {

    @Override
    public String name() {
        return "gateway-observability";
    }

    @Override
    public Set<String> sections() {
        return Set.of();
    }

    @Override
    public Module configure(ModuleSettings settings) {
        return services -> {
            // Reading the global one would set it, and a host that sets it later would fail.
            if (GlobalOpenTelemetry.isSet()) {
                services.offer(Tracer.class, new OpenTelemetryTracer(GlobalOpenTelemetry.get()));
            }
        };
    }
}
