package io.mychat.gateway.core.config;

import io.mychat.gateway.core.config.schema.ConfigSchema;
import io.mychat.gateway.spi.ModuleProvider;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The files of a configuration. The main file can name the others.
 *
 * @since 0.1.0
 */
public enum ConfigFile {
    GATEWAY("gateway_config.json"),
    PLATFORM_STRATEGY("platform_strategy.json"),
    ROUTER("router_config.json");

    private static final Map<String, ConfigFile> HOMES =
            Map.of("platforms", PLATFORM_STRATEGY, "routes", ROUTER, "services", ROUTER, "load_balancing", ROUTER);

    private final String fileName;

    ConfigFile(String fileName) {
        this.fileName = fileName;
    }

    /** The file with this {@link #typeName}. */
    public static Optional<ConfigFile> named(String typeName) {
        return Arrays.stream(values())
                .filter(file -> file.typeName().equals(typeName))
                .findFirst();
    }

    /** The name in {@code POST /system/reload}, which is the usual file name without {@code .json}. */
    public String typeName() {
        return fileName.substring(0, fileName.lastIndexOf('.'));
    }

    /** Its usual name. */
    public String fileName() {
        return fileName;
    }

    /** The file of a top-level key. */
    public static ConfigFile of(String rootKey) {
        return HOMES.getOrDefault(rootKey, GATEWAY);
    }

    /**
     * The schemas of this file's top-level keys with the parts of these modules, by key, each made when it is asked for: JSON
     * as maps, lists, texts, booleans and numbers, without nulls. Nobody can change them.
     */
    public Map<String, Supplier<Map<String, Object>>> sections(List<ModuleProvider> providers) {
        return ConfigSchema.of(fileName, providers).sections();
    }

    /** This file's JSON Schema with the parts of these modules, as a text for editors. */
    public String schema(List<ModuleProvider> providers) {
        return ConfigSchema.of(fileName, providers).text();
    }
}
