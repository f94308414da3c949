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
 * A configuration and the values that it was made of. Immutable.
 *
 * @param values what was read in each file
 * @param warnings what somebody should look at; of a file that was read alone, those of the latest reading only
 */
public record LoadedConfig(ConfigSnapshot snapshot, Map<ConfigFile, ConfigValues> values, List<ConfigFault> warnings) {

    public LoadedConfig {
        values = Map.copyOf(values);
        warnings = List.copyOf(warnings);
    }

    /** The same with other platforms. */
    public LoadedConfig with(PlatformStrategy platforms, LoadReport read) {
        return with(
                new ConfigSnapshot(snapshot.gateway(), platforms, snapshot.router(), snapshot.modules()),
                ConfigFile.PLATFORM_STRATEGY,
                read);
    }

    /** The same with other routes. */
    public LoadedConfig with(RouterConfig router, LoadReport read) {
        return with(
                new ConfigSnapshot(snapshot.gateway(), snapshot.platforms(), router, snapshot.modules()),
                ConfigFile.ROUTER,
                read);
    }

    /** The same beside the modules that are at work. */
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
