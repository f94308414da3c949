package io.mychat.gateway.core.security;

import io.mychat.gateway.core.config.Origin;
import io.mychat.gateway.core.config.SecurityConfig;
import java.util.List;
import java.util.Set;

/**
 * Which web pages may connect. Guards the users of browsers, which always send the header; a client that sends none is
 * no browser and is let through. Immutable.
 */
public final class OriginPolicy {

    private final Set<Origin> allowed;

    public OriginPolicy(SecurityConfig config) {
        this.allowed = config.allowedOrigins();
    }

    /**
     * Whether a handshake may go on.
     *
     * @param headers all {@code Origin} headers of the request
     */
    public boolean allows(List<String> headers) {
        if (allowed.isEmpty() || headers.isEmpty()) {
            return true;
        }
        return headers.size() == 1
                && Origin.of(headers.get(0)).filter(allowed::contains).isPresent();
    }
}
