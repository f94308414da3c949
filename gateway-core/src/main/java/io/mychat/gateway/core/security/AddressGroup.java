package io.mychat.gateway.core.security;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.nio.ByteBuffer;

/**
 * Addresses that count as one: an IPv4 address alone, an IPv6 address with all others of its /64, since that is what one
 * subscriber gets.
 *
 * @param bits the IPv4 address, or the first 64 bits of the IPv6 address
 */
public record AddressGroup(boolean v6, long bits) {

    public static AddressGroup of(InetAddress address) {
        ByteBuffer bytes = ByteBuffer.wrap(address.getAddress());
        return address instanceof Inet6Address
                ? new AddressGroup(true, bytes.getLong())
                : new AddressGroup(false, bytes.getInt());
    }

    /** The /48 of an IPv6 address, which is what one site gets; an IPv4 address alone. */
    AddressGroup wide() {
        return v6 ? new AddressGroup(true, bits & ~0xffffL) : this;
    }

    /** The same text for the same group; no address looks like it. */
    public String toText() {
        return (v6 ? "v6-" : "v4-") + Long.toHexString(bits);
    }
}
