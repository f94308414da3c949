package io.mychat.gateway.spring.security;

import java.util.Collection;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.GrantedAuthority;

/** Authorities as roles of the gateway: {@code ROLE_ADMIN} is {@code admin}; others keep their name. */
final class Authorities {

    private static final String ROLE = "ROLE_";

    private Authorities() {}

    static Set<String> roles(Collection<? extends GrantedAuthority> authorities) {
        Set<String> roles = new HashSet<>();
        for (GrantedAuthority granted : authorities) {
            @Nullable String name = granted.getAuthority();
            if (name != null && !name.isEmpty()) {
                roles.add(name.startsWith(ROLE) ? name.substring(ROLE.length()).toLowerCase(Locale.ROOT) : name);
            }
        }
        return Set.copyOf(roles);
    }
}
