package io.mychat.gateway.core.config.schema;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Objects;

/** The core's own schemas, read once: a start asks for them several times. Nobody changes the objects. */
final class CoreSchemas {

    private static final Map<String, ObjectNode> BY_FILE = Map.of(
            "gateway_config.json", read("gateway_config.json"),
            "platform_strategy.json", read("platform_strategy.json"),
            "router_config.json", read("router_config.json"));

    private CoreSchemas() {}

    /** @param fileName the usual name of a file of the configuration */
    static ObjectNode of(String fileName) {
        return Objects.requireNonNull(BY_FILE.get(fileName), fileName);
    }

    private static ObjectNode read(String fileName) {
        String name = fileName.replace(".json", ".schema.json");
        try (InputStream file = Objects.requireNonNull(CoreSchemas.class.getResourceAsStream(name), name)) {
            return ConfigSchema.object(new String(file.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
