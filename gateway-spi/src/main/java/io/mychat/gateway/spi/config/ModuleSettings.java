package io.mychat.gateway.spi.config;

import io.mychat.gateway.spi.time.TimeSource;
import java.nio.file.Path;

/**
 * The input of {@link io.mychat.gateway.spi.ModuleProvider#configure}.
 *
 * @since 0.1.0
 */
public interface ModuleSettings {

    /**
     * A section by its name; it is empty and not {@linkplain ConfigSection#isPresent() present} when the file has no
     * such section.
     */
    ConfigSection section(String name);

    /** Resolves a path of the configuration. Relative paths start at the directory of the configuration file. */
    Path resolve(String path);

    /**
     * As {@link #resolve}, for a file that the module reads in {@code configure}, such as keys or users. The gateway
     * watches the file and reloads when its content changes.
     */
    default Path watched(String path) {
        return resolve(path);
    }

    /**
     * Whether the host application brings its own adapter for a port, such as {@code TokenService.class}. The module's
     * adapter is then not used and needs no configuration.
     */
    default boolean isBrought(Class<?> port) {
        return false;
    }

    /** The gateway's time. */
    TimeSource time();
}
