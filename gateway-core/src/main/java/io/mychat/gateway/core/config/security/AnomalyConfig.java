package io.mychat.gateway.core.config.security;

/**
 * Section {@code security.anomalies}. Each component is the key of the same name, described in docs/configuration.md.
 *
 * @param maxTracked the users or addresses that are remembered, for each kind
 * @param maxPerMinute the anomalies that are reported; others are counted only
 * @since 0.1.0
 */
public record AnomalyConfig(
        AnomalyThreshold loginsPerAddress,
        AnomalyThreshold loginsPerUser,
        AnomalyThreshold messagesPerUser,
        AnomalyThreshold accountsPerAddress,
        AnomalyThreshold addressesPerAccount,
        int maxTracked,
        int maxPerMinute) {}
