package io.mychat.gateway.core.config.reading;

import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.mychat.gateway.core.config.ConfigException;
import io.mychat.gateway.core.config.ConfigFault;
import io.mychat.gateway.core.config.ConfigSnapshot;
import io.mychat.gateway.core.config.GatewayConfig;
import io.mychat.gateway.spi.ModuleProvider;
import io.mychat.gateway.spi.time.TimeSource;
import io.mychat.gateway.testkit.ManualTime;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Loads configurations for tests, from a directory and an environment of their own. */
public final class ConfigFixture {

    public static final TimeSource TIME = new ManualTime();

    private ConfigFixture() {}

    /** The configuration without any file. */
    public static ConfigSnapshot defaults() {
        return load(ConfigSource.defaults());
    }

    /**
     * The core's part of the main file with some keys changed: {@code Map.of("server.max_connections", 10)}.
     *
     * @throws ConfigException when a key is unknown or a value is not allowed
     */
    public static GatewayConfig config(Map<String, ?> settings) {
        return load(settings(Map.copyOf(settings))).gateway();
    }

    /** Writes {@code gateway_config.json} and names it as the source, with an empty environment. */
    public static ConfigSource gateway(Path directory, String json) {
        return new ConfigSource(Optional.of(write(directory, "gateway_config.json", json)), Map.of(), Map.of());
    }

    public static ConfigSource settings(Map<String, Object> settings) {
        return new ConfigSource(Optional.empty(), settings, Map.of());
    }

    public static Path write(Path directory, String name, String text) {
        try {
            return Files.writeString(directory.resolve(name), text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static ConfigSnapshot load(ConfigSource source, ModuleProvider... providers) {
        return new ConfigurationLoader(List.of(providers), TIME).load(source);
    }

    public static List<String> faults(ConfigSource source, ModuleProvider... providers) {
        ConfigException thrown = catchThrowableOfType(ConfigException.class, () -> load(source, providers));
        return thrown == null
                ? List.of()
                : thrown.faults().stream().map(ConfigFault::toString).toList();
    }
}
