package io.mychat.gateway.core.config;

import java.time.Duration;

/**
 * The core's part of the section {@code auth}; the other keys belong to the module that makes the tokens. Each
 * component has the key of the same name, described in docs/configuration.md.
 *
 * @param knownAddressesPerUser 0: no address is remembered
 * @param knownAddressLife {@code known_address_seconds}
 * @since 0.1.0
 */
public record AuthConfig(
        Duration sessionTimeout,
        Duration refreshExpire,
        Duration refreshFamilyMax,
        int maxFailedAttempts,
        int maxTokenBytes,
        int knownAddressesPerUser,
        Duration knownAddressLife) {}
