package io.mychat.gateway.core.config.reading;

import java.util.Arrays;
import java.util.Optional;

/** The modules of this project, so that a fault can name the one that is missing. */
public enum KnownModule {
    ACME("gateway-acme", "acme", "io.mychat.gateway.acme.AcmeModuleProvider"),
    ALERTS("gateway-alerts", "alerts", "io.mychat.gateway.alerts.AlertsModuleProvider"),
    AUTH("gateway-auth", "auth", "io.mychat.gateway.auth.AuthModuleProvider"),
    BACKENDS("gateway-backends", "backends", "io.mychat.gateway.backends.BackendsModuleProvider"),
    LOGGING("gateway-logging", "logging", "io.mychat.gateway.logging.LoggingModuleProvider"),
    REDIS("gateway-redis", "redis", "io.mychat.gateway.redis.RedisModuleProvider"),
    TRANSPORT("gateway-transport-undertow", "server", "io.mychat.gateway.transport.undertow.UndertowModuleProvider"),
    TRANSPORT_NIO("gateway-transport-nio", "server", "io.mychat.gateway.transport.nio.NioModuleProvider");

    private final String artifact;
    private final String section;
    private final String provider;

    KnownModule(String artifact, String section, String provider) {
        this.artifact = artifact;
        this.section = section;
        this.provider = provider;
    }

    /** The provider's name, such as {@code gateway-auth}. */
    public String artifact() {
        return artifact;
    }

    /** The name of the provider's class. */
    public String provider() {
        return provider;
    }

    /** Whether others look into the module's section, too. */
    public boolean sharesSection() {
        return this == ACME || this == AUTH || this == TRANSPORT || this == TRANSPORT_NIO;
    }

    /** The module that reads a section, perhaps beside the core. */
    public static Optional<KnownModule> reading(String section) {
        return Arrays.stream(values())
                .filter(module -> module.section.equals(section))
                .findFirst();
    }
}
