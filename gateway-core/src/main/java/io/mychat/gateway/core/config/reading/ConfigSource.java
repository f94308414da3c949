package io.mychat.gateway.core.config.reading;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The sources of a configuration. Settings take precedence over the environment, and the environment over the file.
 *
 * @param file {@code gateway_config.json}; empty: only settings and environment
 * @param settings by dotted path, as {@code server.websocket_port}; see {@link #with}
 * @param environment the variables by name
 */
public record ConfigSource(Optional<Path> file, Map<String, Object> settings, Map<String, String> environment) {

    public ConfigSource {
        settings = Map.copyOf(settings);
        environment = Map.copyOf(environment);
    }

    /** No file, no settings, no environment: the defaults. */
    public static ConfigSource defaults() {
        return new ConfigSource(Optional.empty(), Map.of(), Map.of());
    }

    /**
     * This source with one more setting.
     *
     * @param path the path in the files: {@code auth.jwt_secret}, {@code platforms.web.max_devices},
     *     {@code routes.2001.handler}
     * @param value a text, number, boolean or path, or a list or map of them; texts are taken as they are, without
     *     placeholders
     */
    public ConfigSource with(String path, Object value) {
        Map<String, Object> more = new LinkedHashMap<>(settings);
        more.put(path, value);
        return new ConfigSource(file, more, environment);
    }

    /** This source with another main file. */
    public ConfigSource withFile(Path other) {
        return new ConfigSource(Optional.of(other), settings, environment);
    }

    /** The directory of the main file, to which relative paths refer. Empty when there is no main file. */
    public Optional<Path> directory() {
        return file.isEmpty()
                ? file
                : Optional.ofNullable(file.get().toAbsolutePath().getParent());
    }

    public ConfigSource withEnvironment(Map<String, String> variables) {
        return new ConfigSource(file, settings, variables);
    }

    /** Without the values, since some are secrets. */
    @Override
    public String toString() {
        return "ConfigSource[" + file.map(Path::toString).orElse("no file") + ", " + settings.keySet() + "]";
    }
}
