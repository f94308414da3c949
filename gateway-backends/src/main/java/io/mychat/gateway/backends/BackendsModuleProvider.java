package io.mychat.gateway.backends;

import io.mychat.gateway.backends.http.HttpSender;
import io.mychat.gateway.spi.ModuleProvider;
import io.mychat.gateway.spi.ModuleServices;
import io.mychat.gateway.spi.ReloadResult;
import io.mychat.gateway.spi.backend.BackendServices;
import io.mychat.gateway.spi.config.ClientTls;
import io.mychat.gateway.spi.config.ConfigSection;
import io.mychat.gateway.spi.config.ModuleSettings;
import io.mychat.gateway.spi.event.HealthIndicator;
import io.mychat.gateway.spi.event.MetricSource;
import io.mychat.gateway.spi.time.TimeSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Offers {@link io.mychat.gateway.spi.backend.BackendServices} over HTTP. The keys are described in the module's
 * README.
 *
 * @since 0.1.0
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
        return new Configured(read(settings.section("backends"), settings), settings.time());
    }

    private static BackendsSettings read(ConfigSection section, ModuleSettings settings) {
        return new BackendsSettings(
                section.integer("threads"),
                new HttpSender.Connect(
                        section.duration("connect_timeout_ms"), ClientTls.read(section, "backends", settings::watched)),
                section.integer("max_json_depth"),
                section.integer("trace_sample_percent"));
    }

    /** The configured module. A reload takes over other files of TLS for new connections. */
    private record Configured(BackendsSettings settings, TimeSource time) implements Module {

        @Override
        public void create(ModuleServices services) {
            HttpBackendServices backends = HttpBackendServices.create(settings, time);
            services.offer(BackendServices.class, backends);
            services.offer(MetricSource.class, BackendsReport.metrics(backends));
            services.offer(HealthIndicator.class, BackendsReport.health(backends));
        }

        @Override
        public Optional<Set<Class<?>>> ports() {
            return Optional.of(Set.of(BackendServices.class));
        }

        @Override
        public ReloadResult adopt(Module next) {
            ClientTls wanted = ((Configured) next).settings.connect().tls();
            return new ReloadResult(settings.connect().tls().adopt(wanted), List.of());
        }
    }
}
