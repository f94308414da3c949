package io.mychat.gateway.core.config.security;

import java.util.Set;
import java.util.regex.Pattern;

/**
 * A caller of the HTTP API that is not a user. Only the hash of the key is kept.
 *
 * @param name for the audit log
 * @param sha256 the SHA-256 of the key's UTF-8 bytes, as 64 lower-case hexadecimal digits
 * @param roles the roles of the caller
 * @since 0.1.0
 */
public record ApiKey(String name, String sha256, Set<String> roles) {

    private static final Pattern SHA256 = Pattern.compile("[0-9a-f]{64}");

    public ApiKey {
        if (name.isBlank()) {
            throw new IllegalArgumentException("an API key needs a name");
        }
        if (!SHA256.matcher(sha256).matches()) {
            throw new IllegalArgumentException("sha256 must be 64 lower-case hexadecimal digits");
        }
        roles = Set.copyOf(roles);
    }

    @Override
    public String toString() {
        return "ApiKey[" + name + ", " + roles + "]";
    }
}
