package io.mychat.gateway.core.config.reading;

import io.mychat.gateway.core.config.json.JsonConfigSection;
import io.mychat.gateway.core.config.json.LoadReport;
import io.mychat.gateway.spi.config.ConfigSection;
import io.mychat.gateway.spi.config.ModuleSettings;
import io.mychat.gateway.spi.time.TimeSource;
import java.nio.file.Path;
import java.util.Set;

/**
 * The main file as modules see it.
 *
 * @param adapterPorts the ports that the host application has an adapter for
 */
public record ModuleSettingsAdapter(
        JsonConfigSection root, Path directory, TimeSource time, LoadReport report, Set<Class<?>> adapterPorts)
        implements ModuleSettings {

    @Override
    public boolean isBrought(Class<?> port) {
        return adapterPorts.contains(port);
    }

    @Override
    public ConfigSection section(String name) {
        return root.section(name);
    }

    @Override
    public Path resolve(String path) {
        return directory.resolve(path);
    }

    @Override
    public Path watched(String path) {
        return report.file(resolve(path));
    }
}
