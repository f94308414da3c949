package io.mychat.gateway.core.config;

import java.util.Arrays;
import java.util.Map;
import java.util.Optional;

/** The files of a configuration, and what belongs where. The first one names the others. */
public enum ConfigFile {
    GATEWAY("gateway_config.json", ""),
    PLATFORM_STRATEGY("platform_strategy.json", "platform_strategy"),
    ROUTER("router_config.json", "router_config");

    private static final Map<String, ConfigFile> HOMES =
            Map.of("platforms", PLATFORM_STRATEGY, "routes", ROUTER, "services", ROUTER, "load_balancing", ROUTER);

    private final String fileName;
    private final String serverKey;

    ConfigFile(String fileName, String serverKey) {
        this.fileName = fileName;
        this.serverKey = serverKey;
    }

    /** The file that is called so in {@code POST /system/reload}: {@code platform_strategy}. */
    public static Optional<ConfigFile> named(String typeName) {
        return Arrays.stream(values())
                .filter(file -> file.typeName().equals(typeName))
                .findFirst();
    }

    /** What it is called in {@code POST /system/reload}: its usual name without {@code .json}. */
    public String typeName() {
        return fileName.substring(0, fileName.lastIndexOf('.'));
    }

    /** Its usual name, beside the main file. */
    public String fileName() {
        return fileName;
    }

    /** The key of the section {@code server} that names another place. */
    public String serverKey() {
        return serverKey;
    }

    /** The file that a top-level key belongs to. */
    public static ConfigFile of(String rootKey) {
        return HOMES.getOrDefault(rootKey, GATEWAY);
    }
}
