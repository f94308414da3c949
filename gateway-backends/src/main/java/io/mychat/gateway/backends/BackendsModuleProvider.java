package io.mychat.gateway.backends;

import io.mychat.gateway.spi.ModuleProvider;
import io.mychat.gateway.spi.backend.BackendServices;
import io.mychat.gateway.spi.config.ConfigSection;
import io.mychat.gateway.spi.config.ModuleSettings;
import io.mychat.gateway.spi.event.HealthIndicator;
import io.mychat.gateway.spi.event.MetricSource;
import java.time.Duration;
import java.util.Set;

/**
 * Offers {@link io.mychat.gateway.spi.backend.BackendServices} over HTTP. The keys are described in the module's
 * README.
 */
public final class BackendsModuleProvider implements ModuleProvider {

    private static final int MAX_THREADS = 256;
    private static final int MAX_CONNECT_MILLIS = 60_000;
    private static final int MAX_DEPTH = 1000;

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
        BackendsSettings defaults = BackendsSettings.DEFAULTS;
        return new BackendsSettings(
                Math.toIntExact(section.number("threads", defaults.threads(), 1, MAX_THREADS)),
                Duration.ofMillis(section.number(
                        "connect_timeout_ms", defaults.connectTimeout().toMillis(), 1, MAX_CONNECT_MILLIS)),
                Math.toIntExact(section.number("max_json_depth", defaults.maxJsonDepth(), 1, MAX_DEPTH)),
                Math.toIntExact(section.number("trace_sample_percent", defaults.traceSamplePercent(), 0, 100)));
    }
}
