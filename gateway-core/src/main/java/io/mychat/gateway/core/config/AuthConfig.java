package io.mychat.gateway.core.config;

import io.mychat.gateway.core.config.reading.DurationKey;
import io.mychat.gateway.core.config.reading.NumberKey;
import io.mychat.gateway.spi.config.ConfigSection;
import java.time.Duration;

/**
 * The part of the section {@code auth} that is the core's; the rest of it belongs to the module that makes the tokens.
 *
 * @param sessionTimeout how long a connection may stay unauthenticated
 * @param refreshExpire how long a refresh token is good for
 * @param refreshFamilyMax how long a login may be continued by refresh tokens
 * @param maxFailedAttempts after how many failed authentications a connection is closed
 * @param maxTokenBytes the longest access token that a client may show
 * @param knownAddresses how many addresses of a user are remembered as known; 0: none
 * @param knownAddressLife for how long after a login an address is known
 */
public record AuthConfig(
        Duration sessionTimeout,
        Duration refreshExpire,
        Duration refreshFamilyMax,
        int maxFailedAttempts,
        int maxTokenBytes,
        int knownAddresses,
        Duration knownAddressLife) {

    private static final DurationKey SESSION_TIMEOUT = DurationKey.seconds("session_timeout_seconds", 30, 1, 3600);
    private static final DurationKey REFRESH_EXPIRE =
            DurationKey.seconds("refresh_expire_seconds", 2_592_000, 1, 315_360_000);
    private static final DurationKey REFRESH_FAMILY_MAX =
            DurationKey.seconds("refresh_family_max_seconds", 15_552_000, 1, 315_360_000);
    private static final NumberKey MAX_FAILED_ATTEMPTS = new NumberKey("max_failed_attempts", 5, 1, 1000);
    private static final NumberKey MAX_TOKEN_BYTES = new NumberKey("max_token_bytes", 16_384, 512, 1 << 20);

    private static final NumberKey KNOWN_ADDRESSES = new NumberKey("known_addresses_per_user", 16, 0, 1000);
    private static final DurationKey KNOWN_ADDRESS_LIFE =
            DurationKey.seconds("known_address_seconds", 2_592_000, 60, 315_360_000);

    public AuthConfig {
        SESSION_TIMEOUT.check(sessionTimeout);
        REFRESH_EXPIRE.check(refreshExpire);
        REFRESH_FAMILY_MAX.check(refreshFamilyMax);
        MAX_FAILED_ATTEMPTS.check(maxFailedAttempts);
        MAX_TOKEN_BYTES.check(maxTokenBytes);
        KNOWN_ADDRESSES.check(knownAddresses);
        KNOWN_ADDRESS_LIFE.check(knownAddressLife);
    }

    public static AuthConfig defaults() {
        return GatewayConfig.defaults().auth();
    }

    static AuthConfig read(ConfigSection section) {
        return new AuthConfig(
                SESSION_TIMEOUT.in(section),
                REFRESH_EXPIRE.in(section),
                REFRESH_FAMILY_MAX.in(section),
                MAX_FAILED_ATTEMPTS.intIn(section),
                MAX_TOKEN_BYTES.intIn(section),
                KNOWN_ADDRESSES.intIn(section),
                KNOWN_ADDRESS_LIFE.in(section));
    }
}
