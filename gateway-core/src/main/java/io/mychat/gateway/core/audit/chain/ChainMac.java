package io.mychat.gateway.core.audit.chain;

import io.mychat.gateway.core.config.security.AuditKey;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Collection;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Objects;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * HMAC-SHA256 under several keys. Not thread-safe.
 *
 * @since 0.1.0
 */
public final class ChainMac {

    private static final String ALGORITHM = "HmacSHA256";

    private final Map<String, Mac> byKey = new HashMap<>();

    public ChainMac(Collection<AuditKey> keys) {
        keys.forEach(key -> byKey.put(key.id(), start(key.secret())));
    }

    boolean knows(String keyId) {
        return byKey.containsKey(keyId);
    }

    /** The MAC of these bytes in 64 hexadecimal digits, under a known key. */
    String of(String keyId, byte[] content) {
        return HexFormat.of()
                .formatHex(Objects.requireNonNull(byKey.get(keyId), keyId).doFinal(content));
    }

    private static Mac start(String secret) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), ALGORITHM));
            return mac;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JVM has HmacSHA256", e);
        }
    }
}
