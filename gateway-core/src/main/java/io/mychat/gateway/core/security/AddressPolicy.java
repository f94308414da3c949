package io.mychat.gateway.core.security;

import io.mychat.gateway.core.config.AddressRange;
import io.mychat.gateway.core.config.SecurityConfig;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;

/** Which addresses may connect. Immutable. */
public final class AddressPolicy {

    private final List<AddressRange> allow;
    private final List<AddressRange> deny;

    public AddressPolicy(SecurityConfig config) {
        this.allow = config.ipAllow();
        this.deny = config.ipDeny();
    }

    /** Whether a client of this address may connect: on the allow list, where there is one, and not on the deny list. */
    public boolean allows(InetAddress client) {
        return (allow.isEmpty() || AddressRange.anyContains(allow, client)) && !AddressRange.anyContains(deny, client);
    }

    /** As {@link #allows(InetAddress)}, for an address as text; one that is none is allowed by nothing but an open door. */
    public boolean allows(String client) {
        int zone = client.indexOf('%');
        Optional<InetAddress> address = AddressRange.address(zone < 0 ? client : client.substring(0, zone));
        return address.map(this::allows).orElse(allow.isEmpty());
    }
}
