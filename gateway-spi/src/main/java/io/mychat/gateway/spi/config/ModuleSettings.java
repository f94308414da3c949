package io.mychat.gateway.spi.config;

import io.mychat.gateway.spi.time.TimeSource;
import java.nio.file.Path;

/** What a module gets to configure itself from. */
public interface ModuleSettings {

    /** A section by its name; empty, and not {@linkplain ConfigSection#isPresent() present}, when the file has none. */
    ConfigSection section(String name);

    /** Resolves a path of the configuration: relative ones are relative to the configuration file's directory. */
    Path resolve(String path);

    /**
     * As {@link #resolve}, for a file that the module reads when it is configured (keys, users): the gateway watches it, and
     * configures the module anew when its content has changed.
     */
    default Path watched(String path) {
        return resolve(path);
    }

    /**
     * Whether the host application brings its own adapter for a port ({@code TokenService.class}): then the module's own is
     * not used, and need not be configured.
     */
    default boolean isBrought(Class<?> port) {
        return false;
    }

    /** The gateway's time. */
    TimeSource time();
}
