package io.mychat.gateway.console;

import io.mychat.gateway.spi.ModuleProvider;
import io.mychat.gateway.spi.ModuleServices;
import io.mychat.gateway.spi.ReloadResult;
import io.mychat.gateway.spi.page.OperatorPages;
import io.mychat.gateway.spi.transport.HttpEndpoint;
import java.util.Optional;
import java.util.Set;

/** The configured console. A reload switches it on and off. Thread-safe. */
final class ConsoleModule implements ModuleProvider.Module, OperatorPages {

    static final String PATH = "/console";

    private final ConsoleFiles files;
    private volatile ConsoleSettings settings;

    ConsoleModule(ConsoleSettings settings) {
        this.settings = settings;
        this.files = new ConsoleFiles(PATH, () -> this.settings);
    }

    @Override
    public Optional<Set<Class<?>>> ports() {
        return Optional.of(Set.of());
    }

    @Override
    public void create(ModuleServices services) {
        services.offer(OperatorPages.class, this);
    }

    @Override
    public ReloadResult adopt(ModuleProvider.Module next) {
        if (next instanceof ConsoleModule other) {
            settings = other.settings;
        }
        return ReloadResult.nothing();
    }

    @Override
    public String path() {
        return PATH;
    }

    @Override
    public Optional<HttpEndpoint> endpoint() {
        return settings.enabled() ? Optional.of(files) : Optional.empty();
    }
}
