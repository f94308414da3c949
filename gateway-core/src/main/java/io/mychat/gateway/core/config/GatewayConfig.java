package io.mychat.gateway.core.config;

import io.mychat.gateway.core.config.json.Environment;
import io.mychat.gateway.core.config.json.FaultCollector;
import io.mychat.gateway.core.config.json.JsonConfigSection;
import io.mychat.gateway.core.config.json.LoadReport;
import io.mychat.gateway.core.config.json.SettingsTree;
import io.mychat.gateway.core.config.reading.ModulePresence;
import io.mychat.gateway.core.config.reading.UnknownKeyCheck;
import io.mychat.gateway.spi.config.ConfigSection;
import java.util.Map;
import java.util.Objects;

/**
 * What {@code gateway_config.json} says to the core (architecture.md section 5). Keys of modules are not in here: a
 * module reads its own.
 */
public record GatewayConfig(
        ServerConfig server,
        AuthConfig auth,
        SecurityConfig security,
        ProcessingConfig processing,
        MessagesConfig messages) {

    public GatewayConfig {
        Objects.requireNonNull(server, "server");
        Objects.requireNonNull(auth, "auth");
        Objects.requireNonNull(security, "security");
        Objects.requireNonNull(processing, "processing");
        Objects.requireNonNull(messages, "messages");
    }

    /** The configuration of an empty file. */
    public static GatewayConfig defaults() {
        return of(Map.of());
    }

    /**
     * The defaults with some keys changed, without any file or environment: {@code Map.of("server.max_connections", 10)}.
     *
     * @throws ConfigException when a key is unknown or a value is not allowed
     */
    public static GatewayConfig of(Map<String, ?> settings) {
        FaultCollector faultCollector = new FaultCollector();
        Environment none = new Environment(Map.of());
        JsonConfigSection root = JsonConfigSection.root(
                ConfigFile.GATEWAY,
                SettingsTree.LABEL,
                null,
                SettingsTree.of(settings, faultCollector),
                none,
                new LoadReport(faultCollector));
        GatewayConfig config = read(root);
        new UnknownKeyCheck(ModulePresence.none()).report(root);
        faultCollector.throwIfAny();
        return config;
    }

    public static GatewayConfig read(ConfigSection root) {
        return new GatewayConfig(
                ServerConfig.read(root.section("server")),
                AuthConfig.read(root.section("auth")),
                SecurityConfig.read(root.section("security")),
                ProcessingConfig.read(root.section("processing")),
                MessagesConfig.read(root.section("messages")));
    }
}
