package io.mychat.gateway.spring;

import io.mychat.gateway.core.GatewayBuilder;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Signs the tokens of an application that has configured no key, so that its first start succeeds. A cluster gets none: its
 * nodes need the same key.
 */
final class TokenSecret {

    private static final Logger log = LoggerFactory.getLogger(TokenSecret.class);
    private static final int BYTES = 48;

    private TokenSecret() {}

    static void setIfNoneIsConfigured(
            GatewayBuilder builder, Map<String, Object> settings, Map<String, String> environment) {
        boolean configured = settings.keySet().stream()
                        .anyMatch(key -> key.startsWith("redis.") || (key.startsWith("auth.") && isKey(key)))
                || environment.keySet().stream()
                        .anyMatch(name -> name.startsWith("GATEWAY_AUTH_")
                                || name.startsWith("GATEWAY_REDIS_")
                                || name.startsWith("REDIS_"));
        if (configured) {
            return;
        }
        byte[] secret = new byte[BYTES];
        new SecureRandom().nextBytes(secret);
        builder.setting("auth.jwt_secret", Base64.getEncoder().encodeToString(secret));
        log.warn(
                "mychat.auth.jwt-secret is not set: a random secret signs the tokens, and a restart makes them invalid."
                        + " Set one of at least 32 bytes before others use this application");
    }

    private static boolean isKey(String key) {
        return key.contains("secret") || key.contains("key") || key.contains("algorithm");
    }
}
