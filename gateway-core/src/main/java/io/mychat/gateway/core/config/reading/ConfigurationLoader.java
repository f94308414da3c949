package io.mychat.gateway.core.config.reading;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mychat.gateway.core.config.ConfigException;
import io.mychat.gateway.core.config.ConfigFile;
import io.mychat.gateway.core.config.ConfigSnapshot;
import io.mychat.gateway.core.config.ConfigSnapshot.ConfiguredModule;
import io.mychat.gateway.core.config.GatewayConfig;
import io.mychat.gateway.core.config.PlatformStrategy;
import io.mychat.gateway.core.config.RouterConfig;
import io.mychat.gateway.core.config.json.Environment;
import io.mychat.gateway.core.config.json.FaultCollector;
import io.mychat.gateway.core.config.json.JsonConfigSection;
import io.mychat.gateway.core.config.json.JsonFile;
import io.mychat.gateway.core.config.json.LoadReport;
import io.mychat.gateway.core.config.json.PlaceholderFile;
import io.mychat.gateway.core.config.json.ReadContext;
import io.mychat.gateway.core.config.json.SettingsTree;
import io.mychat.gateway.core.config.schema.ConfigSchema;
import io.mychat.gateway.core.config.security.SecurityProfile;
import io.mychat.gateway.spi.ModuleProvider;
import io.mychat.gateway.spi.backend.BackendServices;
import io.mychat.gateway.spi.config.ConfigSection;
import io.mychat.gateway.spi.config.SecretFile;
import io.mychat.gateway.spi.time.TimeSource;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads the three files of a configuration and configures the modules; reports all faults at once. Opens only these
 * files. Thread-safe if the providers are.
 */
public final class ConfigurationLoader {

    private final List<ModuleProvider> providers;
    private final TimeSource time;
    private final HostParts host;
    private final ModulePresence modules;
    private final UnknownKeyCheck unknownKeys;
    private final Map<ConfigFile, ConfigSchema> schemas = new EnumMap<>(ConfigFile.class);

    public ConfigurationLoader(List<ModuleProvider> providers, TimeSource time) {
        this(providers, time, HostParts.none());
    }

    /**
     * @param providers all found providers; providers that the host excludes are ignored
     */
    public ConfigurationLoader(List<ModuleProvider> providers, TimeSource time, HostParts host) {
        List<ModuleProvider> taken = new ArrayList<>(providers);
        taken.removeIf(provider -> host.leftOut().contains(provider.name()));
        this.providers = List.copyOf(taken);
        this.time = time;
        this.host = host;
        this.modules = new ModulePresence(names(this.providers), host.leftOut(), names(providers));
        this.unknownKeys = new UnknownKeyCheck(modules);
        for (ConfigFile file : ConfigFile.values()) {
            schemas.put(file, ConfigSchema.of(file.fileName(), this.providers));
        }
    }

    private static Set<String> names(List<ModuleProvider> providers) {
        Set<String> names = new HashSet<>();
        for (ModuleProvider provider : providers) {
            names.add(provider.name());
        }
        return names;
    }

    /** The presence of the modules. */
    public ModulePresence modules() {
        return modules;
    }

    /** Why routes to back-end services cannot work; empty: they can. */
    private Optional<String> missingBackends() {
        return host.adapters().contains(BackendServices.class) || modules.isFound(KnownModule.BACKENDS)
                ? Optional.empty()
                : Optional.of("service routing needs " + modules.naming(KnownModule.BACKENDS));
    }

    /**
     * Reads all files.
     *
     * @throws ConfigException with all faults
     */
    public ConfigSnapshot load(ConfigSource source) {
        return read(source, new LoadReport(new FaultCollector())).snapshot();
    }

    /**
     * The directory of plug-ins in jars, read before everything else: the plug-ins declare keys of the configuration.
     * Faults on the way are reported when everything is read.
     */
    public Optional<Path> pluginDirectory(ConfigSource source) {
        return new Load(source, new LoadReport(new FaultCollector())).pluginDirectory();
    }

    /** As {@link #load}. */
    public LoadedConfig read(ConfigSource source, LoadReport loadReport) {
        LoadedConfig read = readDespiteFaults(source, loadReport);
        loadReport.faults().throwIfAny();
        return read;
    }

    /** As {@link #read}, with defaults in place of what is faulty or missing; the faults are in the report only. */
    public LoadedConfig readDespiteFaults(ConfigSource source, LoadReport loadReport) {
        ConfigSnapshot snapshot = new Load(source, loadReport).snapshot();
        return new LoadedConfig(
                snapshot, loadReport.values(), loadReport.faults().warnings());
    }

    /**
     * Reads the platforms and keeps the rest of the configuration.
     *
     * @param instead a file to read in place of the configured one
     * @throws ConfigException with all faults
     */
    public LoadedConfig readPlatforms(
            LoadedConfig before, ConfigSource source, Optional<Path> instead, LoadReport loadReport) {
        Optional<Path> named = before.snapshot().gateway().server().platformStrategy();
        PlatformStrategy platforms = new Load(source, loadReport).platforms(instead.or(() -> named));
        loadReport.faults().throwIfAny();
        return before.with(platforms, loadReport);
    }

    /** As {@link #readPlatforms}, for the routes. */
    public LoadedConfig readRouter(
            LoadedConfig before, ConfigSource source, Optional<Path> instead, LoadReport loadReport) {
        Optional<Path> named = before.snapshot().gateway().server().routerConfig();
        RouterConfig router = new Load(source, loadReport).router(instead.or(() -> named));
        loadReport.faults().throwIfAny();
        return before.with(router, loadReport);
    }

    /** The schema of a file, with the parts of all modules. */
    public ConfigSchema schema(ConfigFile file) {
        return Objects.requireNonNull(schemas.get(file));
    }

    /** One reading. Used by one thread, once. */
    private final class Load {
        private final ConfigSource source;
        private final LoadReport loadReport;
        private final FaultCollector faultCollector;
        private final Environment environment;
        private final SettingsTree settings;
        private final Path directory;

        Load(ConfigSource source, LoadReport loadReport) {
            this.source = source;
            this.loadReport = loadReport;
            this.faultCollector = loadReport.faults();
            this.environment = new Environment(source.environment(), this::textOf);
            this.settings = SettingsTree.of(source.settings(), faultCollector);
            Optional<Path> directory = source.directory();
            this.directory =
                    directory.isPresent() ? directory.get() : Path.of("").toAbsolutePath();
        }

        private String textOf(String path) {
            try {
                return PlaceholderFile.read(loadReport.file(directory.resolve(path)));
            } catch (InvalidPathException e) {
                throw new IllegalArgumentException("${file:PATH} names no path", e);
            }
        }

        ConfigSnapshot snapshot() {
            Optional<ObjectNode> main = main();
            boolean readable = main.isPresent() || source.file().isEmpty();
            String label = mainLabel();
            JsonConfigSection root = JsonConfigSection.root(
                    new ReadContext(
                            ConfigFile.GATEWAY,
                            label,
                            isHardened(label, main.orElse(null))
                                    ? schema(ConfigFile.GATEWAY).hardened()
                                    : schema(ConfigFile.GATEWAY),
                            environment,
                            loadReport),
                    main.orElse(null),
                    settings);
            GatewayConfig gateway = GatewayReader.read(root);
            // Without the main file the modules would only report their keys as missing.
            List<ConfiguredModule> modules = readable ? configureModules(root) : List.of();
            unknownKeys.report(root);
            warnOfOpenSecrets(ConfigFile.GATEWAY, source.file());
            return new ConfigSnapshot(
                    gateway,
                    platforms(gateway.server().platformStrategy()),
                    router(gateway.server().routerConfig()),
                    modules);
        }

        Optional<Path> pluginDirectory() {
            JsonConfigSection plugins =
                    root(ConfigFile.GATEWAY, mainLabel(), main().orElse(null)).section(PluginSettings.section());
            return resolved(KeyReader.path(plugins, "directory"));
        }

        private Optional<ObjectNode> main() {
            Optional<Path> file = source.file();
            return file.isEmpty() ? Optional.empty() : JsonFile.read(loadReport.file(file.get()), faultCollector);
        }

        private String mainLabel() {
            Optional<Path> file = source.file();
            return file.isEmpty() ? SettingsTree.LABEL : JsonFile.label(file.get());
        }

        private Optional<Path> resolved(Optional<Path> path) {
            return path.isEmpty() ? path : Optional.of(directory.resolve(path.get()));
        }

        /** Reads the profile before everything else, since it decides about defaults; faults are reported later. */
        private boolean isHardened(String label, @Nullable ObjectNode parsed) {
            ReadContext alone = new ReadContext(
                    ConfigFile.GATEWAY,
                    label,
                    schema(ConfigFile.GATEWAY),
                    environment,
                    new LoadReport(new FaultCollector()));
            JsonConfigSection security =
                    JsonConfigSection.root(alone, parsed, settings).section("security");
            return KeyReader.word(security, "profile", SecurityProfile.class) == SecurityProfile.HARDENED;
        }

        private JsonConfigSection root(ConfigFile kind, String label, @Nullable ObjectNode parsed) {
            ReadContext context = new ReadContext(kind, label, schema(kind), environment, loadReport);
            return JsonConfigSection.root(context, parsed, settings);
        }

        private List<ConfiguredModule> configureModules(JsonConfigSection root) {
            ModuleSettingsAdapter view = new ModuleSettingsAdapter(root, directory, time, loadReport, host.adapters());
            TransportChoice transport = TransportChoice.read(root.section("server"), modules);
            List<ConfiguredModule> configured = new ArrayList<>();
            for (ModuleProvider provider : providers) {
                // Opened here, so that keys are reported that the module does not read.
                for (String section : provider.sections()) {
                    ConfigSection unused = view.section(section);
                }
                configured.add(new ConfiguredModule(provider.name(), transport.configure(provider, view)));
            }
            return List.copyOf(configured);
        }

        PlatformStrategy platforms(Optional<Path> named) {
            ObjectNode builtIn = PlatformReader.builtIn();
            Optional<JsonConfigSection> root = open(ConfigFile.PLATFORM_STRATEGY, named, Optional.of(builtIn));
            if (root.isEmpty()) {
                return PlatformReader.defaults();
            }
            PlatformStrategy strategy = PlatformReader.read(root.get());
            unknownKeys.report(root.get());
            return strategy;
        }

        RouterConfig router(Optional<Path> named) {
            Optional<JsonConfigSection> root = open(ConfigFile.ROUTER, named, Optional.empty());
            if (root.isEmpty()) {
                return RouterConfig.defaults();
            }
            RouterConfig router = RouterReader.read(root.get(), missingBackends());
            unknownKeys.report(root.get());
            warnOfOpenSecrets(ConfigFile.ROUTER, file(ConfigFile.ROUTER, named));
            return router;
        }

        private Optional<Path> file(ConfigFile kind, Optional<Path> named) {
            if (named.isPresent()) {
                return Optional.of(loadReport.file(directory.resolve(named.get())));
            }
            if (source.file().isEmpty()) {
                return Optional.empty();
            }
            Path beside = loadReport.file(directory.resolve(kind.fileName()));
            return Files.exists(beside) ? Optional.of(beside) : Optional.empty();
        }

        /** Warns about secrets in a file that every user of the machine can read. */
        private void warnOfOpenSecrets(ConfigFile kind, Optional<Path> file) {
            if (file.isEmpty() || !SecretFile.isOpenToOthers(file.get())) {
                return;
            }
            for (String secret : loadReport.values(kind).secretsInFile(schema(kind))) {
                faultCollector.warn(JsonFile.label(file.get()), secret, "stands in a file that " + SecretFile.WARNING);
            }
        }

        /** Empty when the file cannot be read, which is reported. */
        private Optional<JsonConfigSection> open(ConfigFile kind, Optional<Path> named, Optional<ObjectNode> instead) {
            Optional<Path> file = file(kind, named);
            String label = file.isPresent() ? JsonFile.label(file.get()) : kind.fileName();
            Optional<ObjectNode> parsed = file.isPresent() ? JsonFile.read(file.get(), faultCollector) : instead;
            return file.isPresent() && parsed.isEmpty()
                    ? Optional.empty()
                    : Optional.of(root(kind, label, parsed.orElse(null)));
        }
    }
}
