package io.mychat.gateway.bench.client;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;

/** The bytes of one client, with or without TLS. Not thread-safe. */
interface Wire {

    /** Sends all of the bytes, and fails when the socket does not take them; TLS waits for its handshake. */
    void write(ByteBuffer bytes) throws IOException;

    /** Reads what has come; -1 at the end. */
    int read(ByteBuffer into) throws IOException;

    /** A plain socket. */
    static Wire plain(SocketChannel channel) {
        return new Wire() {
            @Override
            public void write(ByteBuffer bytes) throws IOException {
                writeAll(channel, bytes);
            }

            @Override
            public int read(ByteBuffer into) throws IOException {
                return channel.read(into);
            }
        };
    }

    /** Writes to a socket that has room for it. */
    static void writeAll(SocketChannel channel, ByteBuffer bytes) throws IOException {
        channel.write(bytes);
        if (bytes.hasRemaining()) {
            throw new IOException("the server does not read what was agreed to be outstanding");
        }
    }
}
