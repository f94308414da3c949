package io.mychat.gateway.core.config;

import java.util.Map;
import java.util.Set;

/**
 * Reports the keys that nobody asked for, once all readers have read. A key that a module would read names the artifact
 * that is missing.
 */
final class UnreadKeys {

    private static final String GROUP = "io.mychat.gateway:";
    private static final String AUTH = GROUP + "gateway-auth";
    private static final String TLS = GROUP + "gateway-transport-undertow";

    private static final Map<String, String> READERS = Map.ofEntries(
            Map.entry("$.redis", GROUP + "gateway-redis"),
            Map.entry("$.alerts", GROUP + "gateway-alerts"),
            Map.entry("$.tls", TLS),
            Map.entry("$.server.ssl_enabled", TLS),
            Map.entry("$.server.ssl_cert_path", TLS),
            Map.entry("$.server.ssl_key_path", TLS),
            Map.entry("$.auth.jwt_secret", AUTH),
            Map.entry("$.auth.algorithm", AUTH),
            Map.entry("$.auth.issuer", AUTH),
            Map.entry("$.auth.audience", AUTH),
            Map.entry("$.auth.clock_skew_seconds", AUTH),
            Map.entry("$.auth.token_expire_seconds", AUTH),
            Map.entry("$.auth.users_file", AUTH));

    private UnreadKeys() {}

    static void report(JsonConfigSection section) {
        Set<String> asked = Set.copyOf(section.asked());
        for (String key : section.keys()) {
            if (!asked.contains(key)) {
                section.fault(key, message(section, key, asked));
            }
        }
        section.opened().forEach(UnreadKeys::report);
    }

    private static String message(JsonConfigSection section, String key, Set<String> asked) {
        String path = JsonPath.child(section.path(), key);
        String reader = READERS.get(path);
        if (reader != null) {
            return "nobody reads this; add " + reader;
        }
        if (path.equals("$.logging")) {
            return "nobody reads this; logging is set up by the program that embeds the gateway";
        }
        if (section.path().equals(JsonPath.ROOT) && ConfigFile.of(key) != ConfigFile.GATEWAY) {
            return "belongs in " + ConfigFile.of(key).fileName();
        }
        return "unknown key" + Suggestion.didYouMean(key, asked);
    }
}
