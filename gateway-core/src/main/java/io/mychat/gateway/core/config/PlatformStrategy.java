package io.mychat.gateway.core.config;

import io.mychat.gateway.spi.session.Platform;
import java.util.Map;
import java.util.Optional;

/**
 * The login policies of all platforms, by name (specification 3.3 and 7.1). Logins on other platforms are refused. The
 * platform {@code admin} always exists.
 *
 * @since 0.1.0
 */
public record PlatformStrategy(Map<String, Platform> platforms) {

    public PlatformStrategy {
        platforms.forEach((name, platform) -> {
            if (!name.equals(platform.name())) {
                throw new IllegalArgumentException(name + " holds the platform " + platform.name());
            }
        });
        platforms = Map.copyOf(platforms);
    }

    public Optional<Platform> platform(String name) {
        return Optional.ofNullable(platforms.get(name));
    }
}
