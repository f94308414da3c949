package io.mychat.gateway.core.config;

/**
 * Bounds on TCP connections from {@code accept} on; keys of the section {@code server}. Each bound exists for all
 * addresses together and for one address.
 *
 * <p>docs/configuration.md describes each key.
 *
 * @since 0.1.0
 */
public record AcceptLimits(
        int maxPendingConnections,
        int maxPendingConnectionsPerIp,
        int maxTlsHandshakes,
        int maxTlsHandshakesPerIp,
        int maxHttpConnections,
        int maxHttpConnectionsPerIp,
        int maxRefusedConnections) {}
