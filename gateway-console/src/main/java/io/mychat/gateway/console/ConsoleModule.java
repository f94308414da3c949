package io.mychat.gateway.console;

import io.mychat.gateway.spi.ModuleProvider;
import io.mychat.gateway.spi.ModuleServices;
import io.mychat.gateway.spi.ReloadResult;
import io.mychat.gateway.spi.page.OperatorPages;
import io.mychat.gateway.spi.transport.HttpEndpoint;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The configured console. A reload switches it on and off. Thread-safe. */
final class ConsoleModule implements ModuleProvider.Module, OperatorPages {

    static final String PATH = "/console";

    /** Read once the console is on: a console that stays off costs no start and no reload anything. */
    private volatile @Nullable ConsoleFiles files;

    private volatile ConsoleSettings settings;

    ConsoleModule(ConsoleSettings settings) {
        this.settings = settings;
        readFilesIfOn(settings);
    }

    /** Called by the constructor and by reloads, which come one after the other. */
    private void readFilesIfOn(ConsoleSettings wanted) {
        if (wanted.enabled() && files == null) {
            files = new ConsoleFiles(PATH, () -> settings);
        }
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
            readFilesIfOn(other.settings);
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
        return settings.enabled() ? Optional.ofNullable(files) : Optional.empty();
    }
}
