package io.mychat.gateway.core;

import io.mychat.gateway.core.config.ConfigException;
import io.mychat.gateway.core.config.ConfigFault;
import io.mychat.gateway.core.config.security.ClientAddressConfig;
import io.mychat.gateway.core.reload.ConfigManager;
import io.mychat.gateway.spi.transport.TransportCapability;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Refuses to start on transports that lack what the gateway cannot do without, and says what else is missing. What a
 * transport in a host's server lacks, it replaces itself as {@link TransportCapability} says.
 */
final class CapabilityCheck {

    private static final Logger log = LoggerFactory.getLogger(CapabilityCheck.class);

    private CapabilityCheck() {}

    /** @throws ConfigException with every fault */
    static void check(ConfigManager configuration, Adapters adapters) {
        List<ConfigFault> faults = new ArrayList<>();
        Set<TransportCapability> webSockets = adapters.webSockets.capabilities();
        Set<TransportCapability> both = EnumSet.allOf(TransportCapability.class);
        both.retainAll(webSockets);
        adapters.http.ifPresent(http -> both.retainAll(http.capabilities()));
        if (!both.contains(TransportCapability.CLIENT_ADDRESS)) {
            faults.add(new ConfigFault(
                    "program",
                    "",
                    "a transport lacks CLIENT_ADDRESS: limits, address lists and bans need the addresses of clients; give"
                            + " the builder another transport"));
        }
        if (!both.contains(TransportCapability.OWN_PORT)
                && source(configuration) == ClientAddressConfig.Source.PROXY_PROTOCOL) {
            faults.add(new ConfigFault(
                    configuration.label(),
                    "$.security.client_address",
                    "must not be proxy-protocol: a transport lacks OWN_PORT, and its server reads that protocol; let the"
                            + " server do it and set peer"));
        }
        if (configuration.current().gateway().server().events().eventsEnabled()
                && !adapters.http
                        .map(http -> http.capabilities().contains(TransportCapability.HTTP_STREAMING))
                        .orElse(false)) {
            faults.add(new ConfigFault(
                    configuration.label(),
                    "$.server.events_enabled",
                    "must not be true: there is no HTTP transport with HTTP_STREAMING; set server.http_enabled, or give the"
                            + " builder another transport"));
        }
        if (!faults.isEmpty()) {
            throw new ConfigException(faults);
        }
        EnumSet<TransportCapability> missing = EnumSet.allOf(TransportCapability.class);
        missing.removeAll(webSockets);
        missing.remove(TransportCapability.HTTP_STREAMING); // it concerns the other transport
        if (!missing.isEmpty()) {
            log.info(
                    "The WebSocket transport lacks {}",
                    missing.stream().map(Enum::name).collect(Collectors.joining(", ")));
        }
    }

    private static ClientAddressConfig.Source source(ConfigManager configuration) {
        return configuration.current().gateway().security().clientAddress().source();
    }
}
