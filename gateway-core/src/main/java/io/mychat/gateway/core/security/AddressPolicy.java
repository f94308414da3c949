package io.mychat.gateway.core.security;

import io.mychat.gateway.core.config.AddressRange;
import io.mychat.gateway.core.config.security.SecurityConfig;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;

/** Decides which addresses may connect. Immutable. */
public final class AddressPolicy {

    private final List<AddressRange> allow;
    private final List<AddressRange> deny;

    public AddressPolicy(SecurityConfig config) {
        this.allow = config.ipAllow();
        this.deny = config.ipDeny();
    }

    /**
     * Whether a client of this address may connect. The address must be on the allow list, if one is configured, and
     * must not be on the deny list.
     */
    public boolean allows(InetAddress client) {
        return (allow.isEmpty() || AddressRange.anyContains(allow, client)) && !AddressRange.anyContains(deny, client);
    }

    /**
     * Whether a client of this address may connect. An unparsable address is allowed only when no list is configured.
     */
    public boolean allows(String client) {
        int zone = client.indexOf('%');
        Optional<InetAddress> address = AddressRange.address(zone < 0 ? client : client.substring(0, zone));
        return address.map(this::allows).orElse(allow.isEmpty());
    }
}
