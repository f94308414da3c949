package io.mychat.gateway.acme;

import io.mychat.gateway.acme.challenge.ChallengeFiles;
import io.mychat.gateway.acme.challenge.ChallengeListener;
import io.mychat.gateway.acme.file.StateFiles;
import io.mychat.gateway.acme.file.StateFiles.Readers;
import io.mychat.gateway.acme.issue.AcmeAuthority;
import io.mychat.gateway.spi.GatewayView;
import io.mychat.gateway.spi.ModuleProvider;
import io.mychat.gateway.spi.ModuleServices;
import io.mychat.gateway.spi.ReloadResult;
import io.mychat.gateway.spi.config.SettingFault;
import io.mychat.gateway.spi.event.HealthIndicator;
import io.mychat.gateway.spi.event.MetricSource;
import io.mychat.gateway.spi.time.TimeSource;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The configured module. Without a section {@code acme} it does nothing. */
final class AcmeModule implements ModuleProvider.Module {

    private final Optional<AcmeSettings> settings;
    private final TimeSource time;
    private @Nullable CertificateService service;

    AcmeModule(Optional<AcmeSettings> settings, TimeSource time) {
        this.settings = settings;
        this.time = time;
    }

    @Override
    public Optional<Set<Class<?>>> ports() {
        return Optional.of(Set.of());
    }

    @Override
    public void create(ModuleServices services) {
        if (settings.isEmpty()) {
            return;
        }
        ChallengeFiles challenges = new ChallengeFiles(settings.get().challenges());
        CertificateService created = new CertificateService(
                settings.get(), new AcmeAuthority(challenges), CertificateService.Worker.ofItsOwn(time));
        service = created;
        services.offer(MetricSource.class, created);
        services.offer(HealthIndicator.class, created);
    }

    @Override
    public List<SettingFault> attach(GatewayView gateway) {
        CertificateService created = service;
        if (created == null || settings.isEmpty()) {
            return List.of();
        }
        AcmeSettings now = settings.get();
        try {
            // Now, so that the watch over the certificate finds its directory.
            StateFiles.createDirectories(directoryOf(now.certificate()), Readers.OWNER);
            StateFiles.createDirectories(now.state(), Readers.EVERYBODY);
        } catch (IOException e) {
            return List.of(new SettingFault("$.acme.directory", "a directory cannot be created: " + e.getMessage()));
        }
        if (now.http().port() > 0) {
            InetSocketAddress address =
                    ChallengeListener.address(now.http().host(), now.http().port());
            try {
                created.serve(
                        ChallengeListener.open(address, now.http().bounds(), new ChallengeFiles(now.challenges())));
            } catch (IOException e) {
                return List.of(new SettingFault(
                        "$.acme.http_port",
                        "port " + now.http().port() + " cannot be bound: " + e.getMessage()
                                + "; free it, let the process bind it (CAP_NET_BIND_SERVICE), or set 0 and let the"
                                + " server there answer from the directory challenges"));
            }
        }
        created.start(gateway.idempotencyStore());
        return List.of();
    }

    private static Path directoryOf(Path file) {
        return java.util.Objects.requireNonNull(file.toAbsolutePath().getParent());
    }

    /** A section that appears or disappears takes effect at a restart. */
    @Override
    public ReloadResult adopt(ModuleProvider.Module next) {
        AcmeModule other = (AcmeModule) next;
        CertificateService running = service;
        if (running == null || other.settings.isEmpty()) {
            boolean same = running == null && other.settings.isEmpty();
            return same ? ReloadResult.nothing() : new ReloadResult(List.of(), List.of("$.acme"));
        }
        running.adopt(other.settings.get());
        return ReloadResult.nothing();
    }
}
