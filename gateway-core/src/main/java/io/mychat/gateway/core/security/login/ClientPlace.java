package io.mychat.gateway.core.security.login;

import io.mychat.gateway.core.config.AddressRange;
import io.mychat.gateway.core.security.AddressGroup;
import java.net.InetAddress;
import java.util.Optional;

/**
 * The unit by which logins are counted per address: an IPv4 address or an IPv6 /64.
 *
 * @param text equal for addresses that count as one; contains no spaces
 * @param isCounted whether limits per address apply to the place
 */
public record ClientPlace(String text, boolean isCounted) {

    /** The place of an address. An unparsable address is a place of its own. */
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
