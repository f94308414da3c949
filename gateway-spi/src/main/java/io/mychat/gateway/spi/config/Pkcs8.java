package io.mychat.gateway.spi.config;

import java.io.ByteArrayOutputStream;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.security.spec.InvalidKeySpecException;
import java.util.HexFormat;

/**
 * Wraps the older forms of private keys as PKCS#8 (RFC 5208), the only one that the JDK reads. It looks no further into
 * a key than it has to; the JDK checks the rest.
 */
final class Pkcs8 {

    private static final byte[] VERSION_0 = HexFormat.of().parseHex("020100");
    private static final byte[] RSA_ENCRYPTION = HexFormat.of().parseHex("06092a864886f70d0101010500");
    private static final byte[] EC_PUBLIC_KEY = HexFormat.of().parseHex("06072a8648ce3d0201");
    private static final int SEQUENCE = 0x30;
    private static final int OCTET_STRING = 0x04;
    private static final int PARAMETERS = 0xa0;

    private Pkcs8() {}

    /** @param key an RSAPrivateKey of RFC 8017 A.1.2 */
    static byte[] fromPkcs1(byte[] key) {
        return wrap(RSA_ENCRYPTION, key);
    }

    /**
     * Wraps an ECPrivateKey of RFC 5915.
     *
     * @param parameters the curve when the key does not name it itself; empty when there is none
     */
    static byte[] fromSec1(byte[] key, byte[] parameters) throws InvalidKeySpecException {
        try {
            byte[] curve = parametersOf(key);
            return wrap(concat(EC_PUBLIC_KEY, curve.length == 0 ? parameters : curve), key);
        } catch (BufferUnderflowException e) {
            throw new InvalidKeySpecException("the key ends too early", e);
        }
    }

    private static byte[] wrap(byte[] algorithm, byte[] key) {
        return element(SEQUENCE, concat(concat(VERSION_0, element(SEQUENCE, algorithm)), element(OCTET_STRING, key)));
    }

    /** The element [0] of the key's sequence; empty when there is none. */
    private static byte[] parametersOf(byte[] key) {
        ByteBuffer all = ByteBuffer.wrap(key);
        all.get();
        ByteBuffer fields = content(all);
        while (fields.hasRemaining()) {
            int tag = Byte.toUnsignedInt(fields.get());
            ByteBuffer content = content(fields);
            if (tag == PARAMETERS) {
                byte[] parameters = new byte[content.remaining()];
                content.get(parameters);
                return parameters;
            }
        }
        return new byte[0];
    }

    /** The content of the element whose tag was read. */
    private static ByteBuffer content(ByteBuffer in) {
        int length = Byte.toUnsignedInt(in.get());
        if (length > 0x7f) {
            int bytes = length & 0x7f;
            length = 0;
            for (int i = 0; i < bytes; i++) {
                length = length << 8 | Byte.toUnsignedInt(in.get());
            }
        }
        if (length < 0 || length > in.remaining()) {
            throw new BufferUnderflowException();
        }
        ByteBuffer content = in.slice(in.position(), length);
        in.position(in.position() + length);
        return content;
    }

    private static byte[] element(int tag, byte[] content) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(tag);
        if (content.length <= 0x7f) {
            out.write(content.length);
        } else {
            int bytes = content.length <= 0xff ? 1 : content.length <= 0xffff ? 2 : 3;
            out.write(0x80 | bytes);
            for (int i = bytes - 1; i >= 0; i--) {
                out.write(content.length >> (8 * i));
            }
        }
        out.writeBytes(content);
        return out.toByteArray();
    }

    private static byte[] concat(byte[] one, byte[] other) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(one);
        out.writeBytes(other);
        return out.toByteArray();
    }
}
