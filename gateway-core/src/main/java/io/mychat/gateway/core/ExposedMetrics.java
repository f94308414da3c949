package io.mychat.gateway.core;

import io.mychat.gateway.core.config.ConfigFault;
import io.mychat.gateway.core.config.GatewayConfig;
import io.mychat.gateway.core.reload.ConfigManager;
import java.util.Optional;

/**
 * The warning of {@code check} that a local proxy could make the metrics public: a proxy on this machine that adds no
 * header and sends a loopback {@code Host} cannot be distinguished from a local program. The start does not log it,
 * because this is the default.
 */
final class ExposedMetrics {

    private ExposedMetrics() {}

    static Optional<ConfigFault> warning(ConfigManager configuration) {
        GatewayConfig config = configuration.current().gateway();
        boolean open = config.server().managementPort() == 0
                && config.security().clientAddress().withoutProxies();
        return open
                ? Optional.of(new ConfigFault(
                        configuration.label(),
                        "$.server.management_port",
                        "programs on this machine read the metrics without credentials, and a proxy on this machine that"
                                + " adds no header (a bare proxy_pass) lets everybody: with a proxy set"
                                + " server.management_port, or security.trusted_proxies and client_address"))
                : Optional.empty();
    }
}
