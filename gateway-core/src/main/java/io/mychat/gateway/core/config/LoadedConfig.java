package io.mychat.gateway.core.config;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * A configuration and the values that it was made of. Immutable.
 *
 * @param values what was read in each file
 */
record LoadedConfig(ConfigSnapshot snapshot, Map<ConfigFile, ConfigValues> values) {

    LoadedConfig {
        values = Map.copyOf(values);
    }

    /** The same with other platforms. */
    LoadedConfig with(PlatformStrategy platforms, ConfigValues read) {
        return with(
                new ConfigSnapshot(snapshot.gateway(), platforms, snapshot.router(), snapshot.modules()),
                ConfigFile.PLATFORM_STRATEGY,
                read);
    }

    /** The same with other routes. */
    LoadedConfig with(RouterConfig router, ConfigValues read) {
        return with(
                new ConfigSnapshot(snapshot.gateway(), snapshot.platforms(), router, snapshot.modules()),
                ConfigFile.ROUTER,
                read);
    }

    /** The same beside the modules that are at work. */
    LoadedConfig with(List<ConfigSnapshot.ConfiguredModule> modules) {
        return new LoadedConfig(
                new ConfigSnapshot(snapshot.gateway(), snapshot.platforms(), snapshot.router(), modules), values);
    }

    private LoadedConfig with(ConfigSnapshot next, ConfigFile file, ConfigValues read) {
        Map<ConfigFile, ConfigValues> more = new EnumMap<>(values);
        more.put(file, read);
        return new LoadedConfig(next, more);
    }

    ConfigValues values(ConfigFile file) {
        ConfigValues read = values.get(file);
        return read == null ? new ConfigValues() : read;
    }
}
