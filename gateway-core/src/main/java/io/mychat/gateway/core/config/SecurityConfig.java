package io.mychat.gateway.core.config;

import io.mychat.gateway.core.config.reading.ConfigParsers;
import io.mychat.gateway.core.config.reading.DurationKey;
import io.mychat.gateway.core.config.reading.NumberKey;
import io.mychat.gateway.spi.config.ConfigSection;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The section {@code security} (specification 5.4). One component for each key; a limit of 0 is off.
 *
 * @param ipAllow who may connect; empty: everybody
 * @param ipDeny who may not, also when allowed by {@code ipAllow}
 * @param clientAddress whose address a client has: {@code client_address}, {@code trusted_proxies}, {@code
 *     uncounted_addresses}
 * @param allowedOrigins the web pages that may connect; empty: all
 * @param maxConnectionsPerIp connections from one address at once
 * @param maxUnauthenticatedPerIp connections from one address on which nobody is logged in
 * @param maxConnectionsPerUser sessions of one user at once, over all platforms
 * @param messagesPerSecond how many messages a session may send in the long run
 * @param messageBurst how many of them at once, at least 1
 * @param users what a user may send over all sessions, and the limits of roles
 * @param rateRefusalsBeforeClose after how many refusals within {@code rateRefusalWindow} a connection is closed
 * @param failedLogins failed logins per minute
 * @param maxMalformedInARow after how many malformed messages in a row a connection is closed
 * @param apiKeys who may call the HTTP API without a user
 */
public record SecurityConfig(
        List<AddressRange> ipAllow,
        List<AddressRange> ipDeny,
        ClientAddressConfig clientAddress,
        Set<Origin> allowedOrigins,
        int maxConnectionsPerIp,
        int maxUnauthenticatedPerIp,
        int maxConnectionsPerUser,
        int messagesPerSecond,
        int messageBurst,
        UserLimits users,
        int rateRefusalsBeforeClose,
        Duration rateRefusalWindow,
        FailedLoginLimits failedLogins,
        int maxMalformedInARow,
        List<ApiKey> apiKeys) {

    private static final NumberKey MAX_PER_IP = new NumberKey("max_connections_per_ip", 4096, 0, 10_000_000);
    private static final NumberKey MAX_UNAUTHENTICATED_PER_IP =
            new NumberKey("max_unauthenticated_per_ip", 256, 0, 10_000_000);
    private static final NumberKey MAX_PER_USER = new NumberKey("max_connections_per_user", 0, 0, 100_000);
    static final NumberKey PER_SECOND = new NumberKey("messages_per_second", 100, 0, 1_000_000);
    static final NumberKey BURST = new NumberKey("message_burst", 500, 1, 10_000_000);
    private static final NumberKey REFUSALS = new NumberKey("rate_refusals_before_close", 100, 0, 1_000_000);
    private static final DurationKey REFUSAL_WINDOW = DurationKey.seconds("rate_refusal_window_seconds", 10, 1, 3600);
    private static final NumberKey MAX_MALFORMED = new NumberKey("max_malformed_in_a_row", 10, 0, 1_000_000);
    private static final String API_KEYS = "api_keys";

    public SecurityConfig {
        ipAllow = List.copyOf(ipAllow);
        ipDeny = List.copyOf(ipDeny);
        Objects.requireNonNull(clientAddress, "clientAddress");
        allowedOrigins = Set.copyOf(allowedOrigins);
        MAX_PER_IP.check(maxConnectionsPerIp);
        MAX_UNAUTHENTICATED_PER_IP.check(maxUnauthenticatedPerIp);
        MAX_PER_USER.check(maxConnectionsPerUser);
        PER_SECOND.check(messagesPerSecond);
        BURST.check(messageBurst);
        Objects.requireNonNull(users, "users");
        REFUSALS.check(rateRefusalsBeforeClose);
        REFUSAL_WINDOW.check(rateRefusalWindow);
        Objects.requireNonNull(failedLogins, "failedLogins");
        MAX_MALFORMED.check(maxMalformedInARow);
        apiKeys = List.copyOf(apiKeys);
    }

    public static SecurityConfig defaults() {
        return GatewayConfig.defaults().security();
    }

    static SecurityConfig read(ConfigSection section) {
        return new SecurityConfig(
                ConfigParsers.list(section, "ip_allow", AddressRange::parse),
                ConfigParsers.list(section, "ip_deny", AddressRange::parse),
                ClientAddressConfig.read(section),
                new HashSet<>(ConfigParsers.list(section, "allowed_origins", Origin::parse)),
                MAX_PER_IP.intIn(section),
                MAX_UNAUTHENTICATED_PER_IP.intIn(section),
                MAX_PER_USER.intIn(section),
                PER_SECOND.intIn(section),
                BURST.intIn(section),
                UserLimits.read(section),
                REFUSALS.intIn(section),
                REFUSAL_WINDOW.in(section),
                FailedLoginLimits.read(section.section("failed_logins_per_minute")),
                MAX_MALFORMED.intIn(section),
                apiKeys(section));
    }

    private static List<ApiKey> apiKeys(ConfigSection section) {
        List<ApiKey> keys = section.sections(API_KEYS).stream()
                .map(ApiKey::read)
                .flatMap(Optional::stream)
                .toList();
        reportRepeated(section, keys.stream().map(ApiKey::name), "name");
        reportRepeated(section, keys.stream().map(ApiKey::sha256), "sha256");
        return keys;
    }

    private static void reportRepeated(ConfigSection section, Stream<String> values, String what) {
        Set<String> seen = new HashSet<>();
        if (!values.allMatch(seen::add)) {
            section.fault(API_KEYS, "two keys have the same " + what);
        }
    }
}
