package io.mychat.gateway.core.config;

import java.util.Set;
import java.util.regex.Pattern;

/**
 * A caller of the HTTP API that is no user. The key itself is not kept, only its hash.
 *
 * @param name for the audit log
 * @param sha256 of the key's UTF-8 bytes, in 64 lower-case hexadecimal digits
 * @param roles what it may do
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
