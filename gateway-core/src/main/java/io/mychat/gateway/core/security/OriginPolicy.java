package io.mychat.gateway.core.security;

import io.mychat.gateway.core.config.Origin;
import io.mychat.gateway.core.config.security.SecurityConfig;
import java.util.List;
import java.util.Set;

/**
 * Decides which web pages may connect. It protects the users of browsers, which always send the header. A client
 * without the header is not a browser and is allowed. Immutable.
 */
public final class OriginPolicy {

    private final Set<Origin> allowed;

    public OriginPolicy(SecurityConfig config) {
        this.allowed = config.allowedOrigins();
    }

    /**
     * Whether a handshake is allowed.
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
