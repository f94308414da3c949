package io.mychat.gateway.core.config.reading;

import io.mychat.gateway.core.config.ConfigFault;
import io.mychat.gateway.core.config.ConfigFile;
import io.mychat.gateway.core.config.ConfigSnapshot;
import io.mychat.gateway.core.config.PlatformStrategy;
import io.mychat.gateway.core.config.RouterConfig;
import io.mychat.gateway.core.config.json.ConfigValues;
import io.mychat.gateway.core.config.json.LoadReport;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * A configuration with its raw values. Immutable.
 *
 * @param values the values of each file
 * @param warnings the warnings; after a reload of a single file only the warnings of this reload
 */
public record LoadedConfig(ConfigSnapshot snapshot, Map<ConfigFile, ConfigValues> values, List<ConfigFault> warnings) {

    public LoadedConfig {
        values = Map.copyOf(values);
        warnings = List.copyOf(warnings);
    }

    /** This configuration with other platforms. */
    public LoadedConfig with(PlatformStrategy platforms, LoadReport read) {
        return with(
                new ConfigSnapshot(snapshot.gateway(), platforms, snapshot.router(), snapshot.modules()),
                ConfigFile.PLATFORM_STRATEGY,
                read);
    }

    /** This configuration with other routes. */
    public LoadedConfig with(RouterConfig router, LoadReport read) {
        return with(
                new ConfigSnapshot(snapshot.gateway(), snapshot.platforms(), router, snapshot.modules()),
                ConfigFile.ROUTER,
                read);
    }

    /** This configuration with the running modules. */
    public LoadedConfig with(List<ConfigSnapshot.ConfiguredModule> modules) {
        return new LoadedConfig(
                new ConfigSnapshot(snapshot.gateway(), snapshot.platforms(), snapshot.router(), modules),
                values,
                warnings);
    }

    private LoadedConfig with(ConfigSnapshot next, ConfigFile file, LoadReport read) {
        Map<ConfigFile, ConfigValues> more = new EnumMap<>(values);
        more.put(file, read.values(file));
        return new LoadedConfig(next, more, read.faults().warnings());
    }

    public ConfigValues values(ConfigFile file) {
        ConfigValues read = values.get(file);
        return read == null ? new ConfigValues() : read;
    }
}
