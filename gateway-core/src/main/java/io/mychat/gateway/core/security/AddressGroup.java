package io.mychat.gateway.core.security;

import io.mychat.gateway.core.config.AddressRange;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.nio.ByteBuffer;

/**
 * Addresses that are counted as one: a single IPv4 address, or the /64 of an IPv6 address, the usual network of one
 * subscriber.
 *
 * @param bits the IPv4 address, or the first 64 bits of the IPv6 address
 */
public record AddressGroup(boolean v6, long bits) {

    private static final int V6_BYTES = 16;

    public static AddressGroup of(InetAddress address) {
        ByteBuffer bytes = ByteBuffer.wrap(address.getAddress());
        return address instanceof Inet6Address
                ? new AddressGroup(true, bytes.getLong())
                : new AddressGroup(false, bytes.getInt());
    }

    /** The /48 of an IPv6 address, the usual network of one site; an IPv4 address itself. */
    AddressGroup wide() {
        return v6 ? new AddressGroup(true, bits & ~0xffffL) : this;
    }

    /** The addresses of the group. */
    public AddressRange toRange() {
        return v6
                ? AddressRange.around(
                        ByteBuffer.allocate(V6_BYTES).putLong(bits).array(), Long.SIZE)
                : AddressRange.around(
                        ByteBuffer.allocate(Integer.BYTES).putInt((int) bits).array(), Integer.SIZE);
    }

    /** The group as a text. It differs from the text of every address. */
    public String toText() {
        return (v6 ? "v6-" : "v4-") + Long.toHexString(bits);
    }
}
