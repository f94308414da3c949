package io.mychat.gateway.codec.cbor;

import io.mychat.gateway.testkit.codec.WireObject;
import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes CBOR as a client does: its own reading of RFC 8949, apart from the module's. */
final class TestCbor {

    private TestCbor() {}

    static byte[] hex(String digits) {
        return HexFormat.of().parseHex(digits.replace(" ", ""));
    }

    /** A message with the command 9000, and a field {@code x} with this CBOR. */
    static byte[] withField(String hex) {
        return hex("a2 66636d645f6964 192328 6178" + hex);
    }

    static byte[] write(@Nullable Object value) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        write(value, out);
        return out.toByteArray();
    }

    private static void write(@Nullable Object value, ByteArrayOutputStream out) {
        if (value instanceof WireObject object) {
            head(5, BigInteger.valueOf(object.members().size()), out);
            object.members().forEach(member -> {
                write(member.getKey(), out);
                write(member.getValue(), out);
            });
        } else if (value instanceof List<?> list) {
            head(4, BigInteger.valueOf(list.size()), out);
            list.forEach(item -> write(item, out));
        } else if (value instanceof String text) {
            byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
            head(3, BigInteger.valueOf(utf8.length), out);
            out.writeBytes(utf8);
        } else if (value instanceof Double number) {
            out.write(0xFB);
            out.writeBytes(ByteBuffer.allocate(8).putDouble(number).array());
        } else if (value instanceof Number number) {
            BigInteger integer = new BigInteger(number.toString());
            boolean negative = integer.signum() < 0;
            head(negative ? 1 : 0, negative ? integer.not() : integer, out);
        } else {
            out.write(value == null ? 0xF6 : value.equals(true) ? 0xF5 : 0xF4);
        }
    }

    private static void head(int major, BigInteger argument, ByteArrayOutputStream out) {
        if (argument.compareTo(BigInteger.valueOf(24)) < 0) {
            out.write(major << 5 | argument.intValue());
            return;
        }
        int size = 1;
        while (argument.bitLength() > 8 * size) {
            size *= 2;
        }
        out.write(major << 5 | (24 + Integer.numberOfTrailingZeros(size)));
        byte[] wide = ByteBuffer.allocate(8).putLong(argument.longValue()).array();
        out.writeBytes(Arrays.copyOfRange(wide, 8 - size, 8));
    }
}
