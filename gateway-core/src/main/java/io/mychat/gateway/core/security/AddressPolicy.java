package io.mychat.gateway.core.security;

import io.mychat.gateway.core.config.AddressRange;
import io.mychat.gateway.core.config.SecurityConfig;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/** Who a client is behind its proxies, and whether it may connect (specification 5.4). Immutable. */
public final class AddressPolicy {

    private final List<AddressRange> allow;
    private final List<AddressRange> deny;
    private final List<AddressRange> proxies;

    public AddressPolicy(SecurityConfig security) {
        this.allow = security.ipAllow();
        this.deny = security.ipDeny();
        this.proxies = security.trustedProxies();
    }

    /** Whether an address may connect: not denied, and allowed where there is a list of those who are. */
    public boolean allows(InetAddress address) {
        return !contains(deny, address) && (allow.isEmpty() || contains(allow, address));
    }

    /**
     * The client's address: the peer's, unless that is a trusted proxy; then the last hop that is none.
     *
     * @param forwardedFor the values of {@code X-Forwarded-For}, in order
     * @param realIp the value of {@code X-Real-IP}, which counts when there is no {@code X-Forwarded-For}
     */
    public InetAddress clientAddress(InetAddress peer, List<String> forwardedFor, Optional<String> realIp) {
        if (!contains(proxies, peer)) {
            return peer;
        }
        List<String> hops = new ArrayList<>();
        forwardedFor.forEach(value -> Collections.addAll(hops, value.split(",", -1)));
        if (hops.isEmpty()) {
            realIp.ifPresent(hops::add);
        }
        InetAddress client = peer;
        for (int i = hops.size() - 1; i >= 0 && contains(proxies, client); i--) {
            Optional<InetAddress> hop = AddressRange.address(hops.get(i).trim());
            if (hop.isEmpty()) {
                // What a trusted proxy did not write well cannot be read further.
                return client;
            }
            client = hop.get();
        }
        return client;
    }

    private static boolean contains(List<AddressRange> ranges, InetAddress address) {
        for (AddressRange range : ranges) {
            if (range.contains(address)) {
                return true;
            }
        }
        return false;
    }
}
