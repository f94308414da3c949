package io.mychat.gateway.bench.client;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLEngineResult.Status;

/** A client behind TLS. It keeps what is incomplete only, and computes where it stands. Not thread-safe. */
final class TlsWire implements Wire {

    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

    private final SocketChannel channel;
    private final SSLEngine engine;
    private final TlsSessions sessions;
    private final long startMillis = System.currentTimeMillis();
    private boolean secured;
    /** What is sent behind the handshake. */
    private ByteBuffer waiting = NOTHING;
    /** The beginning of a record. */
    private ByteBuffer rest = NOTHING;

    TlsWire(SocketChannel channel, SSLEngine engine, TlsSessions sessions) {
        this.channel = channel;
        this.engine = engine;
        this.sessions = sessions;
    }

    @Override
    public void write(ByteBuffer bytes) throws IOException {
        if (secured) {
            wrapAll(bytes);
            return;
        }
        waiting = copyOf(bytes);
        bytes.position(bytes.limit());
        step();
    }

    @Override
    public int read(ByteBuffer into) throws IOException {
        ByteBuffer in = sessions.encrypted();
        in.put(rest);
        int count = channel.read(in);
        if (count < 0) {
            return -1;
        }
        in.flip();
        int start = into.position();
        boolean whole = true;
        while (whole && in.hasRemaining()) {
            SSLEngineResult result = engine.unwrap(in, into);
            whole = result.getStatus() == Status.OK;
            if (result.getStatus() == Status.CLOSED) {
                throw new EOFException("the server closed a session");
            }
            if (result.getStatus() == Status.BUFFER_OVERFLOW) {
                throw new IOException("a record is larger than the buffer");
            }
            if (!secured) {
                rest = copyOf(in); // the buffer is used by what is sent now
                step();
                in = sessions.encrypted();
                in.put(rest).flip();
            }
        }
        rest = in.hasRemaining() ? copyOf(in) : NOTHING;
        return into.position() - start;
    }

    /** Goes on with the handshake until it needs bytes of the server. */
    private void step() throws IOException {
        while (true) {
            HandshakeStatus status = engine.getHandshakeStatus();
            if (status == HandshakeStatus.NEED_TASK) {
                for (Runnable task = engine.getDelegatedTask(); task != null; task = engine.getDelegatedTask()) {
                    task.run();
                }
            } else if (status == HandshakeStatus.NEED_WRAP
                    || (status == HandshakeStatus.NOT_HANDSHAKING && !isNegotiated())) {
                wrap(NOTHING.duplicate());
            } else {
                break;
            }
        }
        if (isNegotiated() && engine.getHandshakeStatus() == HandshakeStatus.NOT_HANDSHAKING) {
            secured = true;
            sessions.done(engine, startMillis);
            wrapAll(waiting);
            waiting = NOTHING;
        }
    }

    private boolean isNegotiated() {
        return !engine.getSession().getCipherSuite().startsWith("SSL_NULL");
    }

    private void wrapAll(ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            wrap(bytes);
        }
    }

    private void wrap(ByteBuffer bytes) throws IOException {
        ByteBuffer out = sessions.encrypted();
        SSLEngineResult result = engine.wrap(bytes, out);
        if (result.getStatus() != Status.OK) {
            throw new IOException("TLS does not send: " + result);
        }
        Wire.writeAll(channel, out.flip());
    }

    private static ByteBuffer copyOf(ByteBuffer bytes) {
        ByteBuffer copy = ByteBuffer.allocate(bytes.remaining());
        return copy.put(bytes.duplicate()).flip();
    }
}
