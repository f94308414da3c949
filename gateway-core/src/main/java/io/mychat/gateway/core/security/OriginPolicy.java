package io.mychat.gateway.core.security;

import io.mychat.gateway.core.config.Origin;
import io.mychat.gateway.core.config.SecurityConfig;
import java.util.Optional;
import java.util.Set;

/** Which web pages may connect. Clients that are no browsers send no {@code Origin} and may. Immutable. */
public final class OriginPolicy {

    private final Set<Origin> allowed;

    public OriginPolicy(SecurityConfig security) {
        this.allowed = security.allowedOrigins();
    }

    public boolean allows(Optional<String> originHeader) {
        return allowed.isEmpty()
                || originHeader.isEmpty()
                || originHeader.flatMap(Origin::of).filter(allowed::contains).isPresent();
    }
}
