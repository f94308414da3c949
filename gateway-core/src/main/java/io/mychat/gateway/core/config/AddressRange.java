package io.mychat.gateway.core.config;

import inet.ipaddr.AddressStringException;
import inet.ipaddr.IPAddress;
import inet.ipaddr.IPAddressNetwork.IPAddressGenerator;
import inet.ipaddr.IPAddressString;
import inet.ipaddr.IPAddressStringParameters;
import inet.ipaddr.IncompatibleAddressException;
import inet.ipaddr.ipv6.IPv6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A block of IP addresses, such as {@code 10.0.0.0/8} or {@code 2001:db8::/32}. IPv4 addresses in their IPv6 form
 * ({@code ::ffff:10.0.0.1}) count as IPv4 addresses. Never asks a name server. Immutable.
 *
 * @since 0.1.0
 */
public final class AddressRange {

    /** The addresses of programs on this machine. */
    public static final List<AddressRange> LOOPBACK;

    private static final int MAPPED_BITS = 96;
    private static final int SHORTEST_IPV4 = "0.0.0.0".length();
    private static final int LONGEST_IPV4 = "255.255.255.255".length();

    private static final IPAddressStringParameters STRICT = new IPAddressStringParameters.Builder()
            .allowEmpty(false)
            .allowAll(false)
            .allowMask(false)
            .allowSingleSegment(false)
            .allowWildcardedSeparator(false)
            .setRangeOptions(inet.ipaddr.AddressStringParameters.RangeParameters.NO_RANGE)
            .getIPv4AddressParametersBuilder()
            .allow_inet_aton(false)
            .allowLeadingZeros(false)
            .getParentBuilder()
            .getIPv6AddressParametersBuilder()
            .allowZone(false)
            .allowBase85(false)
            .getParentBuilder()
            .toParams();

    static {
        LOOPBACK = List.of(parse("127.0.0.0/8"), parse("::1"));
    }

    private final IPAddress block;

    private AddressRange(IPAddress block) {
        this.block = block;
    }

    /**
     * Parses a CIDR block or one address.
     *
     * @throws IllegalArgumentException when the text is neither, or the block has bits after its prefix
     */
    public static AddressRange parse(String text) {
        IPAddress address = read(text);
        if (address == null) {
            throw new IllegalArgumentException("must be addresses or CIDR blocks such as 10.0.0.0/8");
        }
        IPAddress block = address.toPrefixBlock();
        if (address.isPrefixed() && !address.getLower().equals(block.getLower())) {
            throw new IllegalArgumentException(
                    "a CIDR block has no bits behind its prefix: write " + block.toCanonicalString());
        }
        return new AddressRange(unmapped(block));
    }

    /** Parses one IP address in the form of a header; empty for any other text. */
    public static Optional<InetAddress> address(String text) {
        InetAddress plain = plainIpv4(text);
        if (plain != null) {
            return Optional.of(plain);
        }
        IPAddress address = read(text);
        return address == null || address.isPrefixed()
                ? Optional.empty()
                : Optional.of(unmapped(address).toInetAddress());
    }

    /** The block of this size that contains an address, which has 4 or 16 bytes. */
    public static AddressRange around(byte[] address, int prefixLength) {
        boolean isSingle = prefixLength == address.length * Byte.SIZE;
        IPAddressGenerator generator = new IPAddressGenerator();
        return new AddressRange(
                isSingle
                        ? generator.from(address)
                        : generator.from(address, prefixLength).toPrefixBlock());
    }

    public boolean contains(InetAddress address) {
        // Compared by its bytes, without the scope of a link-local address.
        return block.contains(unmapped(new IPAddressGenerator().from(address.getAddress())));
    }

    /** The first address of the block: 4 or 16 bytes. */
    public byte[] network() {
        return block.getLower().getBytes();
    }

    /** How many bits all addresses of the block have in common. */
    public int prefixLength() {
        Integer length = block.getNetworkPrefixLength();
        return length == null ? block.getBitCount() : length;
    }

    /** Whether an address belongs to both blocks. */
    public boolean overlaps(AddressRange other) {
        return block.contains(other.block) || other.block.contains(block);
    }

    /** Whether one of the ranges contains the address. */
    public static boolean anyContains(List<AddressRange> ranges, InetAddress address) {
        for (AddressRange range : ranges) {
            if (range.contains(address)) {
                return true;
            }
        }
        return false;
    }

    /** The usual form of an IPv4 address, for which the library makes thirty objects; null: another text. */
    private static @Nullable InetAddress plainIpv4(String text) {
        if (text.length() < SHORTEST_IPV4 || text.length() > LONGEST_IPV4) {
            return null;
        }
        byte[] bytes = new byte[Integer.BYTES];
        int at = 0;
        for (int i = 0; i < bytes.length; i++) {
            if (i > 0 && (at == text.length() || text.charAt(at++) != '.')) {
                return null;
            }
            int from = at;
            int number = 0;
            while (at < text.length() && at < from + 3 && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
                number = number * 10 + text.charAt(at++) - '0';
            }
            if (at == from || number > 255 || (text.charAt(from) == '0' && at > from + 1)) {
                return null;
            }
            bytes[i] = (byte) number;
        }
        if (at < text.length()) {
            return null;
        }
        try {
            return InetAddress.getByAddress(bytes);
        } catch (UnknownHostException e) {
            throw new IllegalStateException("four bytes are an address", e);
        }
    }

    private static @Nullable IPAddress read(String text) {
        if (text.isEmpty() || text.length() > 64 || text.charAt(0) == '/') {
            return null;
        }
        try {
            return new IPAddressString(text, STRICT).toAddress();
        } catch (AddressStringException | IncompatibleAddressException e) {
            return null;
        }
    }

    private static IPAddress unmapped(IPAddress address) {
        if (!address.isIPv6()) {
            return address;
        }
        IPv6Address v6 = address.toIPv6();
        boolean wide = address.isPrefixed() && address.getNetworkPrefixLength() < MAPPED_BITS;
        return v6 != null && !wide && v6.isIPv4Mapped() ? v6.getEmbeddedIPv4Address() : address;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof AddressRange range && block.equals(range.block);
    }

    @Override
    public int hashCode() {
        return Objects.hashCode(block);
    }

    @Override
    public String toString() {
        return block.toCanonicalString();
    }
}
