package io.mychat.gateway.core.config;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mychat.gateway.core.config.ConfigSnapshot.ConfiguredModule;
import io.mychat.gateway.spi.ModuleProvider;
import io.mychat.gateway.spi.time.TimeSource;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Reads the three files of a configuration and lets the modules read theirs; reports every fault of all of them at once.
 * Opens nothing but these files. Safe for use by many threads when the providers are.
 */
public final class ConfigurationLoader {

    /** The module that calls back-end services. */
    public static final String BACKENDS = "gateway-backends";

    private final List<ModuleProvider> providers;
    private final TimeSource time;
    private final boolean callsServices;

    public ConfigurationLoader(List<ModuleProvider> providers, TimeSource time) {
        this(providers, time, false);
    }

    /**
     * @param bringsBackends whether the host application itself can call back-end services
     */
    public ConfigurationLoader(List<ModuleProvider> providers, TimeSource time, boolean bringsBackends) {
        this.providers = List.copyOf(providers);
        this.time = time;
        this.callsServices = bringsBackends
                || providers.stream().anyMatch(provider -> provider.name().equals(BACKENDS));
    }

    /**
     * Reads everything anew.
     *
     * @throws ConfigException with every fault that there is
     */
    public ConfigSnapshot load(ConfigSource source) {
        return read(source, new Findings(new Faults())).snapshot();
    }

    /** As {@link #load}. */
    LoadedConfig read(ConfigSource source, Findings findings) {
        ConfigSnapshot snapshot = new Load(source, findings).snapshot();
        findings.faults().throwIfAny();
        return new LoadedConfig(snapshot, findings.values(), findings.faults().warnings());
    }

    /**
     * Reads the platforms anew and leaves the rest.
     *
     * @param instead in place of the file that is named
     * @throws ConfigException with every fault that there is
     */
    LoadedConfig readPlatforms(LoadedConfig before, ConfigSource source, Optional<Path> instead, Findings findings) {
        Optional<Path> named = before.snapshot().gateway().server().platformStrategy();
        PlatformStrategy platforms = new Load(source, findings).platforms(instead.or(() -> named));
        findings.faults().throwIfAny();
        return before.with(platforms, findings);
    }

    /** As {@link #readPlatforms}, with the routes. */
    LoadedConfig readRouter(LoadedConfig before, ConfigSource source, Optional<Path> instead, Findings findings) {
        Optional<Path> named = before.snapshot().gateway().server().routerConfig();
        RouterConfig router = new Load(source, findings).router(instead.or(() -> named));
        findings.faults().throwIfAny();
        return before.with(router, findings);
    }

    /** What is known of the keys of a file. */
    ConfigSchema schema(ConfigFile file) {
        return ConfigSchema.of(file, providers);
    }

    /** One reading. Used by one thread, once. */
    private final class Load {
        private final ConfigSource source;
        private final Findings findings;
        private final Faults faults;
        private final Environment environment;
        private final SettingsTree settings;
        private final Path directory;

        Load(ConfigSource source, Findings findings) {
            this.source = source;
            this.findings = findings;
            this.faults = findings.faults();
            this.environment = new Environment(source.environment());
            this.settings = SettingsTree.of(source.settings(), faults);
            this.directory = source.directory().orElseGet(() -> Path.of("").toAbsolutePath());
        }

        ConfigSnapshot snapshot() {
            Optional<ObjectNode> main = source.file().map(findings::file).flatMap(file -> JsonFile.read(file, faults));
            boolean readable = main.isPresent() || source.file().isEmpty();
            String label = source.file().map(JsonFile::label).orElse(SettingsTree.LABEL);
            JsonConfigSection root = ConfigFile.GATEWAY.root(label, main.orElse(null), settings, environment, findings);
            GatewayConfig gateway = GatewayConfig.read(root);
            // Without the main file the modules would only report that all of theirs is missing.
            List<ConfiguredModule> modules = readable ? configureModules(root) : List.of();
            UnreadKeys.report(root);
            return new ConfigSnapshot(
                    gateway,
                    platforms(gateway.server().platformStrategy()),
                    router(gateway.server().routerConfig()),
                    modules);
        }

        private List<ConfiguredModule> configureModules(JsonConfigSection root) {
            ModuleView view = new ModuleView(root, directory, time, findings);
            return providers.stream()
                    .map(provider -> {
                        // Opened for it, so that keys are reported which the module does not know.
                        provider.sections().forEach(view::section);
                        return new ConfiguredModule(provider.name(), provider.configure(view));
                    })
                    .toList();
        }

        PlatformStrategy platforms(Optional<Path> named) {
            ObjectNode builtIn = PlatformReader.builtIn();
            return open(ConfigFile.PLATFORM_STRATEGY, named, Optional.of(builtIn))
                    .map(root -> {
                        PlatformStrategy strategy = PlatformReader.read(root);
                        UnreadKeys.report(root);
                        return strategy;
                    })
                    .orElseGet(PlatformStrategy::defaults);
        }

        RouterConfig router(Optional<Path> named) {
            return open(ConfigFile.ROUTER, named, Optional.empty())
                    .map(root -> {
                        RouterConfig router = RouterReader.read(root, callsServices);
                        UnreadKeys.report(root);
                        return router;
                    })
                    .orElseGet(RouterConfig::defaults);
        }

        /** Empty when the file cannot be read, which has been reported. */
        private Optional<JsonConfigSection> open(ConfigFile kind, Optional<Path> named, Optional<ObjectNode> instead) {
            Optional<Path> file = named.map(directory::resolve)
                    .map(findings::file)
                    .or(() -> source.file()
                            .map(main -> findings.file(directory.resolve(kind.fileName())))
                            .filter(Files::exists));
            String label = file.map(JsonFile::label).orElse(kind.fileName());
            Optional<ObjectNode> parsed = file.isPresent() ? JsonFile.read(file.get(), faults) : instead;
            return file.isPresent() && parsed.isEmpty()
                    ? Optional.empty()
                    : Optional.of(kind.root(label, parsed.orElse(null), settings, environment, findings));
        }
    }
}
