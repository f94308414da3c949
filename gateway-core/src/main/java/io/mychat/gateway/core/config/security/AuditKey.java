package io.mychat.gateway.core.config.security;

import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/**
 * A key of the audit's chain.
 *
 * @param id stands in each line that the key has signed; no two keys ever have the same
 * @param secret at least {@value #MIN_BYTES} bytes of UTF-8
 * @since 0.1.0
 */
public record AuditKey(String id, String secret) {

    /** As long as the output of SHA-256 (RFC 2104, section 3). */
    public static final int MIN_BYTES = 32;

    private static final Pattern ID = Pattern.compile("[A-Za-z0-9._-]{1,64}");

    public AuditKey {
        if (!ID.matcher(id).matches()) {
            throw new IllegalArgumentException("the id of an audit key must be 1 to 64 of A-Z a-z 0-9 . _ -");
        }
        if (secret.getBytes(StandardCharsets.UTF_8).length < MIN_BYTES) {
            throw new IllegalArgumentException(
                    "must have at least " + MIN_BYTES + " bytes; make one with: openssl rand -base64 32");
        }
    }

    @Override
    public String toString() {
        return "AuditKey[" + id + "]";
    }
}
