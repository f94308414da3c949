package io.mychat.gateway.core.config;

import java.util.Objects;

/**
 * ConfigManager of the specification (3.1, 7): holds the configuration that counts now, always a whole and valid one.
 * Safe for use by many threads: a reader takes one {@link #current()} and stays with it.
 */
public final class ConfigManager {

    private final ConfigurationLoader loader;
    private volatile ConfigSnapshot current;

    private ConfigManager(ConfigurationLoader loader, ConfigSnapshot first) {
        this.loader = loader;
        this.current = first;
    }

    /**
     * Reads a configuration for the first time.
     *
     * @throws ConfigException with every fault
     */
    public static ConfigManager load(ConfigurationLoader loader, ConfigSource source) {
        return new ConfigManager(Objects.requireNonNull(loader, "loader"), loader.load(source));
    }

    /** The configuration that counts now. */
    public ConfigSnapshot current() {
        return current;
    }

    /**
     * Puts another configuration in the place of the current one.
     *
     * @throws ConfigException with every fault; the current one stays
     */
    public synchronized ConfigSnapshot replace(ConfigSource source) {
        ConfigSnapshot next = loader.load(source);
        current = next;
        return next;
    }
}
