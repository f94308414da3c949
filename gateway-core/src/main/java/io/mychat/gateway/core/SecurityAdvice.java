package io.mychat.gateway.core;

import io.mychat.gateway.core.codec.Sha256;
import io.mychat.gateway.core.config.AddressRange;
import io.mychat.gateway.core.config.ConfigFault;
import io.mychat.gateway.core.config.GatewayConfig;
import io.mychat.gateway.core.config.security.SecurityConfig;
import io.mychat.gateway.core.config.security.SecurityProfile;
import io.mychat.gateway.core.reload.ConfigManager;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What a configuration leaves open to everybody who can reach the gateway, and what to do about it. None of it prevents a
 * start. Used once, by one thread.
 */
final class SecurityAdvice {

    /** Words of samples; a secret that consists of them, digits and signs is known to everybody. */
    private static final Pattern EXAMPLE = Pattern.compile(
            "(?:change|this|me|it|please|your|my|the|a|example|sample|demo|test|dummy|default|secret|password|passwd|pass|"
                    + "key|token|jwt|admin|root|gateway|mychat|placeholder|replace|foo|bar|letmein|qwerty|abc|x)+");

    /** A secret without letters that has fewer characters is a number to try. */
    private static final int SHORT = 12;

    private static final List<String> EXAMPLE_KEYS =
            List.of("secret", "changeme", "change-me", "password", "test", "demo", "example", "admin", "key", "apikey");

    private final ConfigManager configuration;
    private final GatewayConfig config;
    private final Map<String, String> environment;
    private final boolean hasHostTls;
    private final List<ConfigFault> advice = new ArrayList<>();

    private SecurityAdvice(ConfigManager configuration, Map<String, String> environment, boolean hasHostTls) {
        this.hasHostTls = hasHostTls;
        this.configuration = configuration;
        this.config = configuration.current().gateway();
        this.environment = environment;
    }

    /**
     * @param environment the variables of the process
     * @param hasHostTls whether the ports have the TLS of the host application
     */
    static List<ConfigFault> of(ConfigManager configuration, Map<String, String> environment, boolean hasHostTls) {
        SecurityAdvice advice = new SecurityAdvice(configuration, environment, hasHostTls);
        advice.secrets();
        advice.redis();
        if (isPublic(configuration)) {
            advice.ports();
            advice.limits();
            advice.records();
        }
        return advice.advice;
    }

    /** Whether the ports can be reached from other machines. */
    static boolean isPublic(ConfigManager configuration) {
        String host = configuration.current().gateway().server().host();
        return !host.equalsIgnoreCase("localhost")
                && !AddressRange.address(host)
                        .map(InetAddress::isLoopbackAddress)
                        .orElse(false);
    }

    private void add(String path, String message) {
        advice.add(new ConfigFault(configuration.label(), path, message));
    }

    private void ports() {
        SecurityConfig security = config.security();
        boolean hasTls = hasHostTls
                || configuration
                        .valueOf("$.server.ssl_enabled")
                        .filter("true"::equals)
                        .isPresent();
        if (!hasTls && security.clientAddress().trustedProxies().isEmpty()) {
            add(
                    "$.server.ssl_enabled",
                    "is false on an address that other machines reach: passwords and tokens cross the network in clear; set"
                            + " it with a certificate, or put a proxy with TLS in front and name it in"
                            + " security.trusted_proxies");
        }
        ExposedMetrics.warning(configuration).ifPresent(advice::add);
        boolean hasConsole = configuration
                .valueOf("$.console.enabled")
                .filter("true"::equals)
                .isPresent();
        if (hasConsole && config.server().managementPort() == 0) {
            add(
                    "$.console.enabled",
                    "is true on the port of the clients: everybody can reach the console's login; set"
                            + " server.management_port, and keep that port inside");
        }
        if (security.allowedOrigins().isEmpty()) {
            add(
                    "$.security.allowed_origins",
                    "is empty: every web page may connect from its visitors' browsers; list the origins of your pages");
        }
    }

    private void limits() {
        SecurityConfig security = config.security();
        if (security.profile() != SecurityProfile.HARDENED) {
            add(
                    "$.security.profile",
                    "is normal: set it to hardened for strict limits, automatic bans, tokens of an hour and TLS 1.3, and write the"
                            + " keys that differ");
        }
        unlimited("$.security.max_connections_per_ip", security.maxConnectionsPerIp());
        unlimited("$.security.max_unauthenticated_per_ip", security.maxUnauthenticatedPerIp());
        unlimited("$.security.messages_per_second", security.messagesPerSecond());
        unlimited("$.security.user_messages_per_second", security.users().userMessagesPerSecond());
        unlimited("$.security.user_bytes_per_second", security.users().userBytesPerSecond());
        unlimited(
                "$.security.failed_logins_per_minute.user_and_address",
                security.failedLoginsPerMinute().userAndAddress());
        unlimited(
                "$.security.failed_logins_per_minute.address",
                security.failedLoginsPerMinute().address());
        unlimited(
                "$.security.failed_logins_per_minute.credentials",
                security.failedLoginsPerMinute().credentials());
        if (security.profile() == SecurityProfile.HARDENED) {
            loosened();
        }
    }

    /** What takes precedence over the profile, of the core and of the modules. */
    private void loosened() {
        List<String> named = advice.stream().map(ConfigFault::path).toList();
        configuration.looserThanHardened().forEach((path, strict) -> {
            if (!named.contains(path)) {
                add(
                        path,
                        "is less strict than the profile hardened, which has " + strict
                                + ": leave the key out, unless your clients need it");
            }
        });
    }

    private void unlimited(String path, long limit) {
        if (limit == 0) {
            add(path, "is 0, no limit: one client can use up what belongs to all; leave the key out for the default");
        }
    }

    private void records() {
        if (config.audit().file().isEmpty()) {
            add(
                    "$.audit.file",
                    "is not set: the audit goes to the log, where a changed line does not show; set it with audit.key");
        }
    }

    private void secrets() {
        for (String path : configuration.secretsThat(SecurityAdvice::isExample)) {
            add(path, "is an example that everybody knows; make another one with: openssl rand -base64 32");
        }
    }

    private static boolean isExample(String secret) {
        String words = secret.toLowerCase(Locale.ROOT).replaceAll("[^a-z]", "");
        boolean isWeak = words.isEmpty()
                ? secret.length() < SHORT
                : EXAMPLE.matcher(words).matches();
        return isWeak || isHashOfExample(secret);
    }

    private static boolean isHashOfExample(String secret) {
        String hash = secret.toLowerCase(Locale.ROOT);
        return EXAMPLE_KEYS.stream().anyMatch(key -> Sha256.hex(key).equals(hash));
    }

    private void redis() {
        boolean isNamed = Optional.ofNullable(environment.get("REDIS_HOST"))
                .filter(host -> !host.isBlank())
                .isPresent();
        if (isNamed && !configuration.hasSection("redis")) {
            add(
                    "$.redis",
                    "is missing although the variable REDIS_HOST is set, which is ignored therefore: sessions, tokens and"
                            + " bans live in this process only; write \"redis\": {}");
        }
    }
}
