package io.mychat.gateway.oidc;

import io.mychat.gateway.spi.ModuleProvider;
import io.mychat.gateway.spi.ModuleServices;
import io.mychat.gateway.spi.ReloadResult;
import io.mychat.gateway.spi.auth.TokenVerifier;
import io.mychat.gateway.spi.event.HealthIndicator;
import io.mychat.gateway.spi.event.MetricSource;
import io.mychat.gateway.spi.time.TimeSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Section {@code oidc} and, after {@code create}, the verifier. Created and changed by one thread at a time. */
final class OidcModule implements ModuleProvider.Module {

    private final Optional<OidcSettings> settings;
    private final TimeSource time;
    private @Nullable OidcTokenVerifier verifier;

    /** @param settings empty without the section */
    OidcModule(Optional<OidcSettings> settings, TimeSource time) {
        this.settings = settings;
        this.time = time;
    }

    @Override
    public Optional<Set<Class<?>>> ports() {
        return Optional.of(Set.of());
    }

    @Override
    public void create(ModuleServices services) {
        settings.ifPresent(now -> {
            OidcTokenVerifier created = new OidcTokenVerifier(now, time);
            verifier = created;
            services.offer(TokenVerifier.class, created);
            services.offer(HealthIndicator.class, created);
            services.offer(MetricSource.class, created);
        });
    }

    /** A section that appears or disappears takes effect at a restart. */
    @Override
    public ReloadResult adopt(ModuleProvider.Module next) {
        Optional<OidcSettings> newer = ((OidcModule) next).settings;
        OidcTokenVerifier running = verifier;
        if (running == null || newer.isEmpty()) {
            boolean same = running == null && newer.isEmpty();
            return same ? ReloadResult.nothing() : new ReloadResult(List.of(), List.of("$.oidc"));
        }
        return new ReloadResult(running.adopt(newer.get()), List.of());
    }
}
