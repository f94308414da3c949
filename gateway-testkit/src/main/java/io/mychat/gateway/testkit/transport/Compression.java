package io.mychat.gateway.testkit.transport;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;

/**
 * The compression of single messages (RFC 7692 section 7.2), without a context.
 *
 * @since 0.1.0
 */
public final class Compression {

    private static final byte[] TAIL = {0, 0, (byte) 0xFF, (byte) 0xFF};

    private Compression() {}

    /** The payload of a compressed message. */
    public static byte[] deflate(byte[] plain) {
        Deflater deflater = new Deflater(6, true);
        try {
            deflater.setInput(plain);
            ByteArrayOutputStream all = new ByteArrayOutputStream();
            byte[] part = new byte[8192];
            int count = part.length;
            while (count == part.length) {
                count = deflater.deflate(part, 0, part.length, Deflater.SYNC_FLUSH);
                all.write(part, 0, count);
            }
            byte[] flushed = all.toByteArray();
            return Arrays.copyOf(flushed, flushed.length - TAIL.length);
        } finally {
            deflater.end();
        }
    }

    /**
     * The message of a compressed payload.
     *
     * @throws AssertionError when it is none
     */
    public static byte[] inflate(byte[] payload) {
        Inflater inflater = new Inflater(true);
        try {
            ByteArrayOutputStream all = new ByteArrayOutputStream();
            byte[] part = new byte[8192];
            for (byte[] input : new byte[][] {payload, TAIL}) {
                inflater.setInput(input);
                for (int count = inflater.inflate(part); count > 0; count = inflater.inflate(part)) {
                    all.write(part, 0, count);
                }
            }
            return all.toByteArray();
        } catch (DataFormatException e) {
            throw new AssertionError("not compressed as RFC 7692 says", e);
        } finally {
            inflater.end();
        }
    }
}
