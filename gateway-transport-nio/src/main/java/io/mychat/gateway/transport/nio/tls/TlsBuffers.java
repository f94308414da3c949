package io.mychat.gateway.transport.nio.tls;

import java.nio.ByteBuffer;

/**
 * The buffers that all TLS connections of one loop use in turn, each for one call. Each has room for some records. Used on
 * the thread of the loop.
 */
final class TlsBuffers {

    private static final int BYTES = 81_920;

    private final ByteBuffer arrived = ByteBuffer.allocate(BYTES);
    private final ByteBuffer plain = ByteBuffer.allocate(BYTES);
    private final ByteBuffer leaving = ByteBuffer.allocateDirect(BYTES);

    /** For encrypted bytes of the socket. */
    ByteBuffer arrived() {
        return arrived.clear();
    }

    /** For decrypted bytes that the reader has no room for. */
    ByteBuffer plain() {
        return plain.clear();
    }

    /** For encrypted bytes to the socket. */
    ByteBuffer leaving() {
        return leaving.clear();
    }
}
