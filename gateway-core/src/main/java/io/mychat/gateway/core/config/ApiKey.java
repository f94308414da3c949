package io.mychat.gateway.core.config;

import io.mychat.gateway.core.config.reading.ConfigParsers;
import io.mychat.gateway.spi.config.ConfigSection;
import java.util.Locale;
import java.util.Optional;
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

    /** Empty when there is a fault, which has been reported. */
    static Optional<ApiKey> read(ConfigSection section) {
        String name = section.text("name", "");
        String sha256 = section.text("sha256", "").toLowerCase(Locale.ROOT);
        Set<String> roles = ConfigParsers.roles(section, "roles");
        boolean named = !name.isBlank();
        boolean hashed = SHA256.matcher(sha256).matches();
        if (!named) {
            section.fault("name", "an API key needs a name, for the audit log");
        }
        if (!hashed) {
            section.fault("sha256", "must be the SHA-256 of the key, in 64 hexadecimal digits");
        }
        return named && hashed ? Optional.of(new ApiKey(name, sha256, roles)) : Optional.empty();
    }

    @Override
    public String toString() {
        return "ApiKey[" + name + ", " + roles + "]";
    }
}
