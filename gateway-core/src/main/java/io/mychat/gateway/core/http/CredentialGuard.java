package io.mychat.gateway.core.http;

import io.mychat.gateway.core.security.login.CredentialThrottle;
import io.mychat.gateway.spi.ban.Ban;
import java.util.Optional;
import java.util.function.Function;

/**
 * Counts and reports refused credentials, and knows banned addresses.
 *
 * @param bans finds the ban of an address
 */
public record CredentialGuard(CredentialThrottle throttle, ApiAudit audit, Function<String, Optional<Ban>> bans) {

    /** The same for a port on which no address is banned. */
    public CredentialGuard withoutBans() {
        return new CredentialGuard(throttle, audit, ip -> Optional.empty());
    }
}
