package io.mychat.gateway.core.config.security;

import io.mychat.gateway.core.config.AddressRange;
import io.mychat.gateway.core.config.Origin;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/**
 * Section {@code security} (specification 5.4). Each component is the key of the same name, described in
 * docs/configuration.md; a limit of 0 is off. The other keys are in {@code clientAddress} and {@code users}.
 *
 * @param profile decides about defaults, which are in the other components already
 * @param clientAddress the source of a client's address
 * @param handshakes the rate of handshakes from one address
 * @param users the limits of a user over all sessions, and the limits of roles
 * @param anomalies what is far from normal
 * @param bans the limits of the list of bans
 * @param automaticBans the bans that the gateway decides by itself
 * @since 0.1.0
 */
public record SecurityConfig(
        SecurityProfile profile,
        List<AddressRange> ipAllow,
        List<AddressRange> ipDeny,
        ClientAddressConfig clientAddress,
        Set<Origin> allowedOrigins,
        int maxConnectionsPerIp,
        HandshakeLimits handshakes,
        int maxUnauthenticatedPerIp,
        int maxConnectionsPerUser,
        int messagesPerSecond,
        int messageBurst,
        UserLimits users,
        int rateRefusalsBeforeClose,
        Duration rateRefusalWindow,
        FailedLoginLimits failedLoginsPerMinute,
        int maxMalformedInARow,
        List<ApiKey> apiKeys,
        List<ClientCertificate> clientCertificates,
        int auditedRefusalsPerSecond,
        AnomalyConfig anomalies,
        BanLimits bans,
        AutomaticBanConfig automaticBans) {

    public SecurityConfig {
        ipAllow = List.copyOf(ipAllow);
        ipDeny = List.copyOf(ipDeny);
        allowedOrigins = Set.copyOf(allowedOrigins);
        apiKeys = List.copyOf(apiKeys);
        clientCertificates = List.copyOf(clientCertificates);
    }

    /** The handshakes of one address. */
    public record HandshakeLimits(int handshakesPerSecondPerIp, int handshakeBurstPerIp, int maxHandshakeAddresses) {}

    /** The list of bans. */
    public record BanLimits(int maxBans, Duration banCompare) {}
}
