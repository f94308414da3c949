package io.mychat.gateway.core.config.reading;

import io.mychat.gateway.core.config.AddressRange;
import io.mychat.gateway.core.config.AuthConfig;
import io.mychat.gateway.core.config.CommandRange;
import io.mychat.gateway.core.config.GatewayConfig;
import io.mychat.gateway.core.config.MessagesConfig;
import io.mychat.gateway.core.config.ProcessingConfig;
import io.mychat.gateway.core.config.ServerConfig;
import io.mychat.gateway.core.config.TraceConfig;
import io.mychat.gateway.core.config.json.JsonConfigSection;
import io.mychat.gateway.core.config.security.AnomalyConfig;
import io.mychat.gateway.core.config.security.AnomalyThreshold;
import io.mychat.gateway.core.config.security.ApiKey;
import io.mychat.gateway.core.config.security.AutomaticBanConfig;
import io.mychat.gateway.core.config.security.ClientAddressConfig;
import io.mychat.gateway.core.config.security.CommandLimit;
import io.mychat.gateway.core.config.security.FailedLoginLimits;
import io.mychat.gateway.core.config.security.RoleLimits;
import io.mychat.gateway.core.config.security.SecurityConfig;
import io.mychat.gateway.core.config.security.UserLimits;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads the core's keys of {@code gateway_config.json}, and checks the rules between several keys. */
final class GatewayReader {

    private static final String API_KEYS = "api_keys";
    private static final String CLIENT_ADDRESS = "client_address";
    private static final String TRUSTED_PROXIES = "trusted_proxies";

    private GatewayReader() {}

    static GatewayConfig read(JsonConfigSection root) {
        return new GatewayConfig(
                server(root.section("server")),
                auth(root.section("auth")),
                security(root.section("security")),
                RecordReader.read(ProcessingConfig.class, root.section("processing")),
                RecordReader.read(MessagesConfig.class, root.section("messages")),
                RecordReader.read(TraceConfig.class, root.section("trace")),
                AuditReader.read(root.section("audit")),
                PluginsReader.read(root.section("plugins")));
    }

    private static ServerConfig server(JsonConfigSection section) {
        ServerConfig server = RecordReader.read(ServerConfig.class, section);
        int webSocket = server.websocketPort();
        int http = server.httpEnabled() ? server.httpPort() : 0;
        int management = server.managementPort();
        if (http != 0 && http == webSocket) {
            section.fault("http_port", "must differ from websocket_port");
        }
        if (management != 0 && (management == webSocket || management == http)) {
            section.fault("management_port", "must differ from websocket_port and http_port");
        }
        return server;
    }

    private static AuthConfig auth(JsonConfigSection section) {
        Duration life = section.duration("known_address_seconds");
        return RecordReader.read(AuthConfig.class, section, Map.of("knownAddressLife", life));
    }

    private static SecurityConfig security(JsonConfigSection section) {
        UserLimits users = RecordReader.read(
                UserLimits.class,
                section,
                Map.of("limitsByRole", limitsByRole(section), "limitsByCommand", limitsByCommand(section)));
        return RecordReader.read(
                SecurityConfig.class,
                section,
                Map.of(
                        "clientAddress",
                        clientAddress(section),
                        "users",
                        users,
                        "failedLoginsPerMinute",
                        RecordReader.read(FailedLoginLimits.class, section.section("failed_logins_per_minute")),
                        "apiKeys",
                        apiKeys(section),
                        "clientCertificates",
                        CertificateReader.read(section),
                        "anomalies",
                        anomalies(section.section("anomalies")),
                        "automaticBans",
                        automaticBans(section.section("automatic_bans"))));
    }

    private static AutomaticBanConfig automaticBans(JsonConfigSection section) {
        return RecordReader.read(
                AutomaticBanConfig.class,
                section,
                Map.of(
                        "brokenFrames",
                        threshold(section, "broken_frames"),
                        "badCredentials",
                        threshold(section, "bad_credentials"),
                        "badTokens",
                        threshold(section, "bad_tokens"),
                        "badApiKeys",
                        threshold(section, "bad_api_keys")));
    }

    private static AnomalyConfig anomalies(JsonConfigSection section) {
        return RecordReader.read(
                AnomalyConfig.class,
                section,
                Map.of(
                        "loginsPerAddress",
                        threshold(section, "logins_per_address"),
                        "loginsPerUser",
                        threshold(section, "logins_per_user"),
                        "messagesPerUser",
                        threshold(section, "messages_per_user"),
                        "accountsPerAddress",
                        threshold(section, "accounts_per_address"),
                        "addressesPerAccount",
                        threshold(section, "addresses_per_account")));
    }

    private static AnomalyThreshold threshold(JsonConfigSection section, String key) {
        return RecordReader.read(AnomalyThreshold.class, section.section(key));
    }

    private static ClientAddressConfig clientAddress(JsonConfigSection section) {
        List<AddressRange> trusted = KeyReader.addresses(section, TRUSTED_PROXIES);
        ClientAddressConfig.Source source = KeyReader.word(section, CLIENT_ADDRESS, ClientAddressConfig.Source.class);
        if (!trusted.isEmpty() && !section.has(CLIENT_ADDRESS)) {
            section.fault(
                    CLIENT_ADDRESS,
                    "must say where the trusted_proxies put the client's address: one of "
                            + String.join(", ", section.schema(CLIENT_ADDRESS).words()));
        }
        return new ClientAddressConfig(source, trusted, KeyReader.addresses(section, "uncounted_addresses"));
    }

    private static Map<String, RoleLimits> limitsByRole(JsonConfigSection security) {
        JsonConfigSection section = security.section("limits_by_role");
        Map<String, RoleLimits> roles = new LinkedHashMap<>();
        for (String role : section.keys()) {
            if (role.isBlank()) {
                section.fault(role, "a role must not be blank");
            }
            roles.put(role, RecordReader.read(RoleLimits.class, section.section(role)));
        }
        return roles;
    }

    private static Map<CommandRange, CommandLimit> limitsByCommand(JsonConfigSection security) {
        JsonConfigSection section = security.section("limits_by_command");
        Map<CommandRange, CommandLimit> limits = new LinkedHashMap<>();
        for (String key : section.keys()) {
            CommandLimit limit = RecordReader.read(CommandLimit.class, section.section(key));
            Optional<CommandRange> commands = CommandRange.parse(key);
            if (commands.isEmpty()) {
                section.fault(key, "must be a command or a range of commands, such as 2001 or 6000-6099");
                continue;
            }
            limits.keySet().stream()
                    .filter(other -> other.isSingle() == commands.get().isSingle())
                    .filter(commands.get()::overlaps)
                    .forEach(other -> section.fault(key, "overlaps " + other));
            limits.put(commands.get(), limit);
        }
        return limits;
    }

    private static List<ApiKey> apiKeys(JsonConfigSection security) {
        List<ApiKey> keys = new ArrayList<>();
        for (JsonConfigSection section : security.elements(API_KEYS, null)) {
            Optional<ApiKey> key = apiKey(section);
            if (key.isPresent()) {
                keys.add(key.get());
            }
        }
        reportRolesThatDiffer(security, keys);
        reportRepeated(security, keys);
        return List.copyOf(keys);
    }

    /** A name may have several keys, so that one can take the place of another; they are one caller. */
    private static void reportRolesThatDiffer(JsonConfigSection security, List<ApiKey> keys) {
        Map<String, Set<String>> roles = new HashMap<>();
        for (ApiKey key : keys) {
            if (!roles.computeIfAbsent(key.name(), name -> key.roles()).equals(key.roles())) {
                security.fault(API_KEYS, "two keys have the name " + key.name() + " and different roles");
            }
        }
    }

    private static Optional<ApiKey> apiKey(JsonConfigSection section) {
        Optional<String> name = required(section, "name");
        Optional<String> sha256 = required(section, "sha256");
        Set<String> roles = KeyReader.roles(section, "roles");
        return name.isPresent() && sha256.isPresent()
                ? Optional.of(new ApiKey(name.get(), sha256.get().toLowerCase(Locale.ROOT), roles))
                : Optional.empty();
    }

    /** Empty when there is a fault, which has been reported. */
    private static Optional<String> required(JsonConfigSection section, String key) {
        Optional<String> text = section.text(key);
        if (text.isEmpty()) {
            section.fault(key, section.schema(key).rule().orElse("is missing"));
        }
        return text;
    }

    private static void reportRepeated(JsonConfigSection section, List<ApiKey> keys) {
        Set<String> seen = new HashSet<>();
        for (ApiKey key : keys) {
            if (!seen.add(key.sha256())) {
                section.fault(API_KEYS, "two keys have the same sha256");
                return;
            }
        }
    }
}
