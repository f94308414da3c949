package io.mychat.gateway.attack.tls;

import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;

/**
 * The first message of a TLS client, written by hand: no library of today offers what servers must refuse.
 *
 * @param version the highest one that it offers: {@code 0x0300} to {@code 0x0304}
 * @param ciphers their numbers
 */
record ClientHello(int version, List<Integer> ciphers) {

    static final int TLS_1_2 = 0x0303;
    static final int TLS_1_3 = 0x0304;
    private static final int PATIENCE_MILLIS = 10_000;
    private static final int ALERT = 21;

    /**
     * What a server says to it.
     *
     * @param alert the alert's description; -1 for a ServerHello
     * @param cipher the number of the one that it has chosen; -1 after an alert
     */
    record Answer(int alert, int cipher) {}

    static ClientHello of(int version, Collection<Integer> ciphers) {
        return new ClientHello(version, List.copyOf(ciphers));
    }

    /** In records of TLS. */
    byte[] bytes() {
        ByteBuffer body = ByteBuffer.allocate(300 + 2 * ciphers.size());
        body.putShort((short) Math.min(version, TLS_1_2)).put(new byte[32]).put((byte) 0);
        body.putShort((short) (2 * ciphers.size()));
        ciphers.forEach(cipher -> body.putShort(cipher.shortValue()));
        body.put((byte) 1).put((byte) 0);
        ByteBuffer extensions = ByteBuffer.allocate(200);
        extension(extensions, 10, 0, 4, 0, 0x1d, 0, 0x17); // x25519, secp256r1
        extension(extensions, 11, 1, 0); // uncompressed points
        extension(extensions, 13, 0, 12, 4, 3, 5, 3, 8, 4, 8, 5, 4, 1, 5, 1); // ECDSA, RSA-PSS, RSA
        extension(extensions, 23); // extended master secret
        extension(extensions, 0xff01, 0);
        if (version == TLS_1_3) {
            extension(extensions, 43, 2, 3, 4);
            extension(extensions, 51, 0, 0); // no key yet: the server asks for one, and has chosen
        }
        body.putShort((short) extensions.position()).put(extensions.flip());
        byte[] hello = Arrays.copyOf(body.array(), body.position());
        byte[] message = ByteBuffer.allocate(hello.length + 4)
                .putInt(1 << 24 | hello.length)
                .put(hello)
                .array();
        return records(message);
    }

    private static void extension(ByteBuffer into, int type, int... content) {
        into.putShort((short) type).putShort((short) content.length);
        for (int each : content) {
            into.put((byte) each);
        }
    }

    private static byte[] records(byte[] message) {
        int most = 16_000;
        ByteBuffer all = ByteBuffer.allocate(message.length + 5 * (1 + message.length / most));
        for (int at = 0; at < message.length; at += most) {
            int count = Math.min(most, message.length - at);
            all.put((byte) 22)
                    .put((byte) 3)
                    .put((byte) 1)
                    .putShort((short) count)
                    .put(message, at, count);
        }
        return Arrays.copyOf(all.array(), all.position());
    }

    Answer ask(InetSocketAddress server) throws IOException {
        try (Socket socket = new Socket(server.getAddress(), server.getPort())) {
            socket.setSoTimeout(PATIENCE_MILLIS);
            socket.getOutputStream().write(bytes());
            DataInputStream in = new DataInputStream(socket.getInputStream());
            int type = in.readUnsignedByte();
            in.skipNBytes(2);
            byte[] content = in.readNBytes(in.readUnsignedShort());
            if (type == ALERT) {
                return new Answer(content[1], -1);
            }
            int session = 4 + 2 + 32;
            int cipher = session + 1 + content[session];
            return new Answer(-1, ByteBuffer.wrap(content).getShort(cipher) & 0xFFFF);
        }
    }
}
