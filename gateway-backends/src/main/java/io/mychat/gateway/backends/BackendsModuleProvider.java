package io.mychat.gateway.backends;

import io.mychat.gateway.spi.ModuleProvider;
import io.mychat.gateway.spi.backend.BackendServices;
import io.mychat.gateway.spi.config.ConfigSection;
import io.mychat.gateway.spi.config.ModuleSettings;
import io.mychat.gateway.spi.event.HealthIndicator;
import io.mychat.gateway.spi.event.MetricSource;
import java.util.Set;

/**
 * Offers {@link io.mychat.gateway.spi.backend.BackendServices} over HTTP. The keys are described in the module's
 * README.
 */
public final class BackendsModuleProvider implements ModuleProvider {

    @Override
    public String name() {
        return "gateway-backends";
    }

    @Override
    public Set<String> sections() {
        return Set.of("backends");
    }

    @Override
    public Module configure(ModuleSettings settings) {
        BackendsSettings read = read(settings.section("backends"));
        return Module.offering(Set.of(BackendServices.class), services -> {
            HttpBackendServices backends = HttpBackendServices.create(read, settings.time());
            services.offer(BackendServices.class, backends);
            services.offer(MetricSource.class, BackendsReport.metrics(backends));
            services.offer(HealthIndicator.class, BackendsReport.health(backends));
        });
    }

    private static BackendsSettings read(ConfigSection section) {
        return new BackendsSettings(
                section.integer("threads"),
                section.duration("connect_timeout_ms"),
                section.integer("max_json_depth"),
                section.integer("trace_sample_percent"));
    }
}
