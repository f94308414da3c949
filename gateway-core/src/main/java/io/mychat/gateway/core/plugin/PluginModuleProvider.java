package io.mychat.gateway.core.plugin;

import io.mychat.gateway.core.config.reading.PluginSettings;
import io.mychat.gateway.spi.GatewayPlugin;
import io.mychat.gateway.spi.ModuleProvider;
import io.mychat.gateway.spi.ModuleServices;
import io.mychat.gateway.spi.ReloadResult;
import io.mychat.gateway.spi.config.ModuleSettings;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;

/** The settings of a plug-in as those of a module, so that they are read, checked, shown and reloaded like others. */
public final class PluginModuleProvider implements ModuleProvider {

    private final InstalledPlugin plugin;

    public PluginModuleProvider(InstalledPlugin plugin) {
        this.plugin = plugin;
    }

    @Override
    public String name() {
        return "plugin " + plugin.name();
    }

    @Override
    public Set<String> sections() {
        return Set.of(PluginSettings.section());
    }

    @Override
    public String schema() {
        return PluginSettings.schema(plugin.name(), plugin.schema());
    }

    @Override
    public Module configure(ModuleSettings settings) {
        Optional<Record> read = Optional.empty();
        try {
            read = PluginCall.of(
                    "the reading of its settings", () -> PluginSettings.read(plugin.plugin(), plugin.name(), settings));
        } catch (ExecutionException e) {
            PluginSettings.fault(plugin.name(), settings, PluginFailure.text(e));
        }
        return new Configured(plugin.name(), read);
    }

    /** Whether a module is the settings of the plug-in with this name. */
    static Optional<Configured> of(Module module, String plugin) {
        return module instanceof Configured configured && configured.plugin.equals(plugin)
                ? Optional.of(configured)
                : Optional.empty();
    }

    /** The settings in effect. Thread-safe. */
    static final class Configured implements Module {

        private final String plugin;
        private volatile Record settings;
        private volatile @Nullable Runnable onReload;

        Configured(String plugin, Optional<Record> settings) {
            this.plugin = plugin;
            this.settings = settings.orElseGet(GatewayPlugin.NoSettings::new);
        }

        Record settings() {
            return settings;
        }

        /** Forgets the record, whose class is the plug-in's. */
        void forget() {
            settings = new GatewayPlugin.NoSettings();
            onReload = null;
        }

        /** Sets what is told of a reload. */
        void onReload(Runnable action) {
            onReload = action;
        }

        @Override
        public void create(ModuleServices services) {}

        @Override
        public Optional<Set<Class<?>>> ports() {
            return Optional.of(Set.of());
        }

        @Override
        public ReloadResult adopt(Module next) {
            Record before = settings;
            Configured other = (Configured) next;
            settings = other.settings;
            other.forget();
            Runnable action = onReload;
            if (action != null && !Objects.equals(before, settings)) {
                action.run();
            }
            return ReloadResult.nothing();
        }
    }
}
