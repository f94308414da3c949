package io.mychat.gateway.transport.nio.tls;

import io.mychat.gateway.spi.transport.ConnectionGate.Entry;
import io.mychat.gateway.transport.common.tls.Handshakes;
import io.mychat.gateway.transport.common.tls.boringssl.OffHeapEngine;
import io.mychat.gateway.transport.common.websocket.ByteStream;
import io.mychat.gateway.transport.common.websocket.SocketEvents;
import io.mychat.gateway.transport.nio.loop.NioStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.jspecify.annotations.Nullable;

/**
 * A socket behind TLS. Between two calls it keeps only what is incomplete: a part of a record that has arrived, plain text
 * that the reader had no room for, and records that the socket has not taken. Owned by the loop of the socket; only the
 * computations of a handshake run elsewhere, and the engine is left alone meanwhile.
 *
 * <p>The class is long because reading, writing and closing may each have to do the handshake.
 */
public final class TlsStream implements ByteStream, SocketEvents {

    /** Bytes that a connection may keep outside the budget. */
    private static final int UNCOUNTED = 1024;

    private static final ByteBuffer EMPTY = ByteBuffer.allocate(0);

    private final NioStream socket;
    private final SSLEngine engine;
    /** Null once it is finished. */
    private Handshakes.@Nullable Begun handshake;

    private final TlsBuffers buffers;
    private final Executor tasks;
    private final EmptyRecords empty = new EmptyRecords();
    private final Entry entry;
    private @Nullable SocketEvents target;

    /** Bytes that have arrived and are no whole record, or wait for the reader. */
    private @Nullable ByteBuffer arrived;

    private @Nullable ByteBuffer plain;
    private @Nullable ByteBuffer leaving;

    private int reserved;
    private boolean comesAgain;
    private boolean readsWanted;
    private boolean writesWanted;
    private boolean computing;
    private boolean inputEnded;
    private boolean shuttingDown;
    private boolean released;

    TlsStream(NioStream socket, Handshakes.Begun handshake, TlsBuffers buffers, Executor tasks, Entry entry) {
        this.socket = socket;
        this.engine = handshake.engine();
        this.handshake = handshake;
        this.buffers = buffers;
        this.tasks = tasks;
        this.entry = entry;
        socket.deliverTo(this);
    }

    /** The certificate that the client has shown and the handshake has verified. */
    public Optional<X509Certificate> clientCertificate() {
        try {
            Certificate[] chain = engine.getSession().getPeerCertificates();
            return chain.length > 0 && chain[0] instanceof X509Certificate own ? Optional.of(own) : Optional.empty();
        } catch (SSLPeerUnverifiedException e) {
            return Optional.empty(); // the client has shown none
        }
    }

    @Override
    public boolean hasRecords() {
        return true;
    }

    @Override
    public void deliverTo(SocketEvents newTarget) {
        target = newTarget;
    }

    // ---- reading

    @Override
    public int read(ByteBuffer reader) throws IOException {
        int count = plain == null ? readSocket(reader) : takePlain(reader);
        reserve();
        if (!comesAgain && (plain != null || (arrived != null && !reader.hasRemaining()))) {
            comesAgain = true; // the selector knows nothing of bytes that have left the socket
            later(this::again);
        }
        return count;
    }

    private void again() {
        comesAgain = false;
        onReadable();
    }

    private int readSocket(ByteBuffer reader) throws IOException {
        if (computing || released) {
            return 0;
        }
        ByteBuffer in = buffers.arrived();
        if (arrived != null) {
            in.put(arrived);
            arrived = null;
        }
        boolean ended = socket.read(in) < 0;
        try {
            int count = unwrapAll(in.flip(), reader);
            return count == 0 && (ended || inputEnded) ? -1 : count;
        } catch (SSLException e) {
            sendAlert();
            throw e;
        }
    }

    private int takePlain(ByteBuffer reader) {
        ByteBuffer from = plain;
        if (from == null) {
            return 0;
        }
        int count = Math.min(from.remaining(), reader.remaining());
        reader.put(from.slice(from.position(), count));
        from.position(from.position() + count);
        if (!from.hasRemaining()) {
            plain = null;
        }
        return count;
    }

    private int unwrapAll(ByteBuffer in, ByteBuffer reader) throws IOException {
        int start = reader.position();
        boolean more = in.hasRemaining();
        while (more && plain == null && reader.hasRemaining()) {
            more = unwrap(in, reader) && in.hasRemaining();
        }
        if (in.hasRemaining() && !inputEnded) {
            arrived = copyOf(in);
        }
        return reader.position() - start;
    }

    /** Decrypts one record; false when it cannot go on now. */
    private boolean unwrap(ByteBuffer in, ByteBuffer reader) throws IOException {
        boolean direct = reader.remaining() >= engine.getSession().getApplicationBufferSize();
        ByteBuffer to = direct ? reader : buffers.plain();
        SSLEngineResult result = engine.unwrap(in, to);
        if (!direct && to.position() > 0) {
            ByteBuffer produced = to.flip();
            int count = Math.min(produced.remaining(), reader.remaining());
            reader.put(produced.slice(0, count));
            produced.position(count);
            plain = produced.hasRemaining() ? copyOf(produced) : null;
        }
        switch (result.getStatus()) {
            case BUFFER_UNDERFLOW -> {
                return false;
            }
            case BUFFER_OVERFLOW -> throw new SSLException("a record is larger than records are");
            case CLOSED -> {
                inputEnded = true;
                return false;
            }
            case OK -> {
                if (handshake == null && result.bytesProduced() == 0 && result.bytesConsumed() > 0) {
                    empty.count(System.nanoTime());
                }
            }
        }
        return handshake(result.getHandshakeStatus());
    }

    /** Reserves what is kept, but for a little. */
    private void reserve() throws IOException {
        int kept = capacity(arrived) + capacity(plain) + capacity(leaving);
        int wanted = released || kept <= UNCOUNTED ? 0 : kept;
        int more = wanted - reserved;
        if (more > 0 && !entry.reserve(more)) {
            throw new IOException("there is no room for a part of a record");
        }
        if (more < 0) {
            entry.release(-more);
        }
        reserved = wanted;
    }

    private static int capacity(@Nullable ByteBuffer kept) {
        return kept == null ? 0 : kept.capacity();
    }

    private static ByteBuffer copyOf(ByteBuffer bytes) {
        ByteBuffer copy = ByteBuffer.allocate(bytes.remaining());
        return copy.put(bytes).flip();
    }

    @Override
    public void resumeReads() {
        readsWanted = true;
        if (!computing) {
            socket.resumeReads();
            if (!comesAgain && (plain != null || arrived != null)) {
                comesAgain = true;
                later(this::again);
            }
        }
    }

    @Override
    public void suspendReads() {
        readsWanted = false;
        socket.suspendReads();
    }

    // ---- the handshake

    /** Does what the handshake needs; false when the input has to wait. */
    private boolean handshake(HandshakeStatus first) throws IOException {
        HandshakeStatus status = first;
        while (true) {
            switch (status) {
                case NEED_TASK -> {
                    compute();
                    return false;
                }
                case NEED_WRAP -> status = wrapNothing();
                case FINISHED -> {
                    finished();
                    return true;
                }
                default -> {
                    return true;
                }
            }
        }
    }

    private HandshakeStatus wrapNothing() throws IOException {
        ByteBuffer out = buffers.leaving();
        SSLEngineResult result = engine.wrap(EMPTY.duplicate(), out);
        pass(out.flip());
        if (result.getHandshakeStatus() == HandshakeStatus.FINISHED) {
            finished();
            return engine.getHandshakeStatus();
        }
        boolean stuck = result.bytesProduced() == 0 && result.getHandshakeStatus() == HandshakeStatus.NEED_WRAP;
        return stuck ? HandshakeStatus.NOT_HANDSHAKING : result.getHandshakeStatus();
    }

    private void finished() {
        Handshakes.Begun done = handshake;
        if (done != null) {
            handshake = null;
            done.finished();
            entry.secured();
        }
    }

    private void compute() throws IOException {
        computing = true;
        socket.suspendReads();
        try {
            tasks.execute(() -> {
                try {
                    for (Runnable task = engine.getDelegatedTask(); task != null; task = engine.getDelegatedTask()) {
                        task.run();
                    }
                } finally {
                    later(this::computed);
                }
            });
        } catch (RejectedExecutionException e) {
            throw new IOException("there is no thread for a handshake", e);
        }
    }

    private void computed() {
        computing = false;
        if (released) {
            return;
        }
        try {
            if (handshake(engine.getHandshakeStatus()) && readsWanted) {
                resumeReads();
                onReadable();
            }
        } catch (IOException e) {
            sendAlert();
            onTerminated();
        }
    }

    private void later(Runnable step) {
        try {
            socket.loop().execute(step);
        } catch (RejectedExecutionException e) {
            // The loop is ending, and so are all its connections.
        }
    }

    // ---- writing

    @Override
    public int write(ByteBuffer source) throws IOException {
        if (computing || !flushLeaving()) {
            return 0;
        }
        int start = source.position();
        ByteBuffer out = buffers.leaving();
        int record = engine.getSession().getApplicationBufferSize();
        while (source.hasRemaining() && out.remaining() >= record) {
            SSLEngineResult result = engine.wrap(source, out);
            if (result.getStatus() == SSLEngineResult.Status.CLOSED) {
                throw new SSLException("the output is closed");
            }
            if (result.bytesConsumed() == 0 && result.bytesProduced() == 0) {
                break; // the peer has begun another handshake
            }
        }
        pass(out.flip());
        return source.position() - start;
    }

    /** Writes records, and keeps those that the socket does not take. */
    private void pass(ByteBuffer out) throws IOException {
        if (leaving != null) {
            ByteBuffer before = leaving;
            ByteBuffer all = ByteBuffer.allocate(before.remaining() + out.remaining());
            leaving = all.put(before).put(out).flip();
            reserve();
            return;
        }
        if (out.hasRemaining()) {
            socket.write(out);
        }
        if (out.hasRemaining()) {
            leaving = copyOf(out);
            reserve();
            socket.resumeWrites();
        }
    }

    private boolean flushLeaving() throws IOException {
        ByteBuffer waiting = leaving;
        if (waiting != null) {
            socket.write(waiting);
            if (waiting.hasRemaining()) {
                socket.resumeWrites();
                return false;
            }
            leaving = null;
            reserve();
        }
        return true;
    }

    @Override
    public boolean flush() throws IOException {
        if (!flushLeaving()) {
            return false;
        }
        if (shuttingDown) {
            shuttingDown = false;
            socket.shutdownOutput();
        }
        return true;
    }

    @Override
    public void resumeWrites() {
        writesWanted = true;
        socket.resumeWrites();
    }

    @Override
    public void suspendWrites() {
        writesWanted = false;
        if (leaving == null) {
            socket.suspendWrites();
        }
    }

    // ---- events of the socket

    @Override
    public void onReadable() {
        SocketEvents to = target;
        if (readsWanted && !computing && to != null && !released) {
            to.onReadable();
        } else if (!released) {
            socket.suspendReads();
        }
    }

    @Override
    public void onWritable() {
        try {
            if (!flush()) {
                return;
            }
        } catch (IOException e) {
            onTerminated();
            return;
        }
        SocketEvents to = target;
        if (writesWanted && to != null) {
            to.onWritable();
        } else {
            socket.suspendWrites();
        }
    }

    @Override
    public void onTerminated() {
        SocketEvents to = target;
        if (to == null) {
            release();
        } else {
            to.onTerminated();
        }
    }

    // ---- the end

    @Override
    public void shutdownOutput() throws IOException {
        shuttingDown = true;
        wrapClose();
        flush();
    }

    /** Writes the alert close_notify, or the one for a failure. */
    private void wrapClose() throws IOException {
        if (!computing) {
            engine.closeOutbound();
            ByteBuffer out = buffers.leaving();
            while (engine.wrap(EMPTY.duplicate(), out).bytesProduced() > 0) {
                // A failed handshake has one more.
            }
            pass(out.flip());
        }
    }

    private void sendAlert() {
        try {
            wrapClose();
        } catch (IOException e) {
            // The peer has closed the connection.
        }
    }

    @Override
    public boolean isOpen() {
        return socket.isOpen();
    }

    @Override
    public void release() {
        if (released) {
            return;
        }
        released = true;
        target = null;
        arrived = null;
        plain = null;
        if (leaving == null && !engine.isOutboundDone()) {
            sendAlert();
        }
        OffHeapEngine.free(engine);
        leaving = null;
        if (reserved > 0) {
            entry.release(reserved);
            reserved = 0;
        }
        socket.release();
    }
}
