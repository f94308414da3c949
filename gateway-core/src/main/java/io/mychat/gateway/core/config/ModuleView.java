package io.mychat.gateway.core.config;

import io.mychat.gateway.spi.config.ConfigSection;
import io.mychat.gateway.spi.config.ModuleSettings;
import io.mychat.gateway.spi.time.TimeSource;
import java.nio.file.Path;

/** The main file as modules see it. */
record ModuleView(JsonConfigSection root, Path directory, TimeSource time) implements ModuleSettings {

    @Override
    public ConfigSection section(String name) {
        return root.section(name);
    }

    @Override
    public Path resolve(String path) {
        return directory.resolve(path);
    }
}
