package io.mychat.gateway.core.config;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The files of a configuration, and what belongs where. */
enum ConfigFile {
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

    /** Its usual name, beside the main file. */
    String fileName() {
        return fileName;
    }

    /** The key of the section {@code server} that names another place. */
    String serverKey() {
        return serverKey;
    }

    /** The file that a top-level key belongs to. */
    static ConfigFile of(String rootKey) {
        return HOMES.getOrDefault(rootKey, GATEWAY);
    }

    /**
     * This file's root.
     *
     * @param label what faults call the file
     * @param parsed what it holds; null: there is no file
     */
    JsonConfigSection root(
            String label, @Nullable ObjectNode parsed, SettingsTree settings, Environment environment, Faults faults) {
        Reading reading = new Reading(label, environment, this == GATEWAY, faults);
        return JsonConfigSection.root(reading, parsed, settings.of(this));
    }
}
