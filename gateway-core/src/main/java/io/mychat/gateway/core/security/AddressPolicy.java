package io.mychat.gateway.core.security;

import io.mychat.gateway.core.config.AddressRange;
import io.mychat.gateway.core.config.SecurityConfig;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;

/** Which addresses may connect, and which address a client really has behind trusted proxies. Immutable. */
public final class AddressPolicy {

    /** Proxies that a request may have passed; whoever claims more is taken at the last one that counted. */
    private static final int MOST_HOPS = 32;

    private final List<AddressRange> allow;
    private final List<AddressRange> deny;
    private final List<AddressRange> trustedProxies;

    public AddressPolicy(SecurityConfig config) {
        this.allow = config.ipAllow();
        this.deny = config.ipDeny();
        this.trustedProxies = config.trustedProxies();
    }

    /** Whether a client of this address may connect: on the allow list, where there is one, and not on the deny list. */
    public boolean allows(InetAddress client) {
        return (allow.isEmpty() || holds(allow, client)) && !holds(deny, client);
    }

    /** As {@link #allows(InetAddress)}, for an address as text; one that is none is allowed by nothing but an open door. */
    public boolean allows(String client) {
        int zone = client.indexOf('%');
        Optional<InetAddress> address = AddressRange.address(zone < 0 ? client : client.substring(0, zone));
        return address.map(this::allows).orElse(allow.isEmpty());
    }

    /**
     * The client's address: the peer, or, when that is a trusted proxy, the nearest hop in the headers that is none.
     * Whatever a client writes into these headers itself lies beyond that hop and does not count. A hop that is no
     * address ends the walk at the last trusted proxy.
     *
     * @param forwardedFor all {@code X-Forwarded-For} headers, in order
     * @param realIp the {@code X-Real-IP} headers; they count only when there is no {@code X-Forwarded-For}
     */
    public InetAddress clientAddress(InetAddress peer, List<String> forwardedFor, List<String> realIp) {
        if (trustedProxies.isEmpty() || !holds(trustedProxies, peer)) {
            return peer;
        }
        List<String> hops = forwardedFor.isEmpty() ? realIp : forwardedFor;
        InetAddress client = peer;
        int left = MOST_HOPS;
        for (int i = hops.size() - 1; i >= 0; i--) {
            String header = hops.get(i);
            int end = header.length();
            while (end >= 0) {
                int start = header.lastIndexOf(',', end - 1) + 1;
                Optional<InetAddress> hop = address(header.substring(start, end).strip());
                if (hop.isEmpty() || left-- == 0) {
                    return client;
                }
                client = hop.get();
                if (!holds(trustedProxies, client)) {
                    return client;
                }
                end = start - 1;
            }
        }
        return client;
    }

    /** A hop may carry a port: {@code 203.0.113.9:4711}, {@code [2001:db8::1]:4711}. */
    private static Optional<InetAddress> address(String hop) {
        if (hop.startsWith("[")) {
            int end = hop.indexOf(']');
            return end > 0 && isPort(hop.substring(end + 1))
                    ? AddressRange.address(hop.substring(1, end))
                    : Optional.empty();
        }
        int colon = hop.indexOf(':');
        boolean port = colon > 0 && colon == hop.lastIndexOf(':') && isPort(hop.substring(colon));
        return AddressRange.address(port ? hop.substring(0, colon) : hop);
    }

    private static boolean isPort(String text) {
        return text.isEmpty()
                || (text.length() <= 6
                        && text.startsWith(":")
                        && text.substring(1).chars().allMatch(c -> c >= '0' && c <= '9'));
    }

    private static boolean holds(List<AddressRange> ranges, InetAddress address) {
        for (AddressRange range : ranges) {
            if (range.contains(address)) {
                return true;
            }
        }
        return false;
    }
}
