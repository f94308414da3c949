package io.mychat.gateway.acme.issue;

import java.io.ByteArrayOutputStream;

/** Writes ASN.1 in DER (X.690): the few elements that a certificate request is made of. */
final class DerWriter {

    static final int INTEGER = 0x02;
    static final int BIT_STRING = 0x03;
    static final int OCTET_STRING = 0x04;
    static final int SEQUENCE = 0x30;
    static final int SET = 0x31;
    /** {@code [0]}, constructed: the attributes of a certificate request. */
    static final int ATTRIBUTES = 0xa0;
    /** {@code [2]}, primitive: a DNS name among the subject's alternative names. */
    static final int DNS_NAME = 0x82;

    private DerWriter() {}

    /** An element of several others, or of bytes. */
    static byte[] element(int tag, byte[]... contents) {
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        for (byte[] one : contents) {
            content.writeBytes(one);
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(tag);
        writeLength(out, content.size());
        out.writeBytes(content.toByteArray());
        return out.toByteArray();
    }

    private static void writeLength(ByteArrayOutputStream out, int length) {
        if (length <= 0x7f) {
            out.write(length);
            return;
        }
        int bytes = length <= 0xff ? 1 : length <= 0xffff ? 2 : 3;
        out.write(0x80 | bytes);
        for (int i = bytes - 1; i >= 0; i--) {
            out.write(length >> (8 * i));
        }
    }
}
