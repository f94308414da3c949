package io.mychat.gateway.core.security.login;

import io.mychat.gateway.core.config.AddressRange;
import io.mychat.gateway.core.security.AddressGroup;
import java.net.InetAddress;
import java.util.Optional;

/**
 * Where a client is, as far as limits go: all addresses of one IPv6 /64 count as one.
 *
 * @param text the same for addresses that count as one; without spaces
 * @param isCounted whether the place has limits of its own
 */
public record ClientPlace(String text, boolean isCounted) {

    /** Of an address as text; one that cannot be read is a place of its own. */
    static ClientPlace of(String address, LoginLimits limits) {
        Optional<InetAddress> read = read(address);
        return new ClientPlace(
                textOf(address), !read.map(limits.uncounted()::test).orElse(false));
    }

    /** Whether two addresses count as one. */
    public static boolean isSame(String one, String other) {
        return textOf(one).equals(textOf(other));
    }

    private static String textOf(String address) {
        return read(address).map(AddressGroup::of).map(AddressGroup::toText).orElse(address.replace(' ', '_'));
    }

    private static Optional<InetAddress> read(String address) {
        int zone = address.indexOf('%');
        return AddressRange.address(zone < 0 ? address : address.substring(0, zone));
    }
}
