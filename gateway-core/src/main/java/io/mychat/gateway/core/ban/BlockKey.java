package io.mychat.gateway.core.ban;

import io.mychat.gateway.core.config.AddressRange;
import java.net.InetAddress;
import java.nio.ByteBuffer;

/**
 * An address block as the key of a map: the first {@code shape.bits()} bits of its addresses.
 *
 * @param high the first 64 bits; of an IPv4 address the whole, in the upper half
 * @param low the other 64 bits of an IPv6 address
 */
record BlockKey(Shape shape, long high, long low) {

    private static final int V4_BITS = 32;
    private static final int HALF = 64;

    /** Blocks of one size. */
    record Shape(boolean v6, int bits) {}

    static BlockKey of(AddressRange block) {
        byte[] network = block.network();
        return of(network, new Shape(network.length > 4, block.prefixLength()));
    }

    /** The block of this shape that contains the address; the address is of the same family. */
    static BlockKey containing(InetAddress address, Shape shape) {
        return of(address.getAddress(), shape);
    }

    private static BlockKey of(byte[] address, Shape shape) {
        ByteBuffer bytes = ByteBuffer.wrap(address);
        if (!shape.v6()) {
            return new BlockKey(shape, (bytes.getInt() & 0xffff_ffffL) << V4_BITS & mask(shape.bits()), 0);
        }
        return new BlockKey(shape, bytes.getLong() & mask(shape.bits()), bytes.getLong() & mask(shape.bits() - HALF));
    }

    /** The upper {@code bits} bits of 64. */
    private static long mask(int bits) {
        return bits <= 0 ? 0 : bits >= HALF ? -1 : -1L << (HALF - bits);
    }
}
