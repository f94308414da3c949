package io.mychat.gateway.transport.common.tls.boringssl;

import io.netty.handler.ssl.ReferenceCountedOpenSslEngine;
import io.netty.internal.tcnative.SSL;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLEngineResult.Status;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;

/**
 * Netty's engine, with two additions: the whole handshake is computed in delegated tasks, where Netty's own tasks leave the
 * signature and the key exchange to the thread of the connection; and its state is freed once.
 *
 * <p>Used by one thread at a time, as each engine, but for {@link #free()}: Netty's engine has a lock of its own, and
 * refuses what comes after its end.
 */
final class ServerEngine extends OffHeapEngine {

    private static final int MOST_CONTENT = 1 << 14;
    private static final int OVERHEAD = 256;
    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

    private final ReferenceCountedOpenSslEngine engine;
    private final AtomicInteger engines;
    private final AtomicBoolean freed = new AtomicBoolean();
    /** Null once the handshake is finished. */
    private @Nullable ServerHandshake handshake;

    private boolean resumed;

    ServerEngine(ReferenceCountedOpenSslEngine engine, AtomicInteger engines) {
        this.engine = engine;
        this.engines = engines;
        this.handshake = new ServerHandshake(engine);
    }

    @Override
    public boolean isResumed() {
        return resumed;
    }

    @Override
    public void free() {
        if (freed.compareAndSet(false, true)) {
            engine.release();
            engines.decrementAndGet();
        }
    }

    // ---- records

    @Override
    public SSLEngineResult unwrap(ByteBuffer source, ByteBuffer[] targets, int offset, int length) throws SSLException {
        ServerHandshake now = handshake;
        if (now == null || engine.isInboundDone()) {
            return open(source, targets, offset, length);
        }
        if (now.isOver()) {
            // The end was found in a task. Undertow wants to see progress whenever there is more to read.
            secured();
            SSLEngineResult first = open(source, targets, offset, length);
            return finished(first);
        }
        if (now.isLight(source)) {
            SSLEngineResult result = open(source, targets, offset, length);
            // The engine finds out in a call that reads nothing that it has finished.
            boolean end = result.bytesConsumed() > 0
                    && result.getHandshakeStatus() == HandshakeStatus.NEED_UNWRAP
                    && isEnd(engine.unwrap(NOTHING.duplicate(), targets, offset, length));
            return end || isEnd(result) ? finished(result) : result;
        }
        int before = source.position();
        Status status = now.take(source);
        return result(status, now, source.position() - before, 0);
    }

    @Override
    public SSLEngineResult wrap(ByteBuffer[] sources, int offset, int length, ByteBuffer target) throws SSLException {
        ServerHandshake now = handshake;
        if (now == null) {
            return engine.wrap(sources, offset, length, target);
        }
        int before = target.position();
        now.give(target);
        int produced = target.position() - before;
        if (now.hasOutput()) {
            return result(produced == 0 ? Status.BUFFER_OVERFLOW : Status.OK, now, 0, produced);
        }
        if (now.isOver()) {
            secured();
            return new SSLEngineResult(Status.OK, HandshakeStatus.FINISHED, 0, produced);
        }
        if (produced > 0) {
            return result(Status.OK, now, 0, produced);
        }
        now.fail();
        if (engine.isOutboundDone()) {
            return new SSLEngineResult(Status.CLOSED, HandshakeStatus.NOT_HANDSHAKING, 0, 0);
        }
        if (now.status() != HandshakeStatus.NEED_WRAP) {
            return result(Status.OK, now, 0, 0);
        }
        SSLEngineResult result = engine.wrap(sources, offset, length, target);
        return isEnd(result) ? finished(result) : result;
    }

    private SSLEngineResult open(ByteBuffer source, ByteBuffer[] targets, int offset, int length) throws SSLException {
        SSLEngineResult result = withRoom(source, targets, offset, length);
        if (result.getStatus() != Status.CLOSED || engine.isInboundDone()) {
            return result;
        }
        // Netty's engine is closed once it has said so itself; what the client still sends counts all the same.
        return new SSLEngineResult(
                result.bytesConsumed() > 0 ? Status.OK : Status.BUFFER_UNDERFLOW,
                HandshakeStatus.NOT_HANDSHAKING,
                result.bytesConsumed(),
                result.bytesProduced());
    }

    /** Netty's engine wants room for a whole record, although its content is shorter. */
    private SSLEngineResult withRoom(ByteBuffer source, ByteBuffer[] targets, int offset, int length)
            throws SSLException {
        SSLEngineResult result = engine.unwrap(source, targets, offset, length);
        if (result.getStatus() != Status.BUFFER_OVERFLOW || room(targets, offset, length) < MOST_CONTENT) {
            return result;
        }
        ByteBuffer[] more = Arrays.copyOfRange(targets, offset, offset + length + 1);
        more[length] = ByteBuffer.allocate(OVERHEAD); // stays empty
        return engine.unwrap(source, more, 0, more.length);
    }

    private static long room(ByteBuffer[] targets, int offset, int length) {
        long room = 0;
        for (int i = offset; i < offset + length; i++) {
            room += targets[i].remaining();
        }
        return room;
    }

    private static SSLEngineResult result(Status status, ServerHandshake now, int consumed, int produced) {
        return new SSLEngineResult(status, now.status(), consumed, produced);
    }

    private static boolean isEnd(SSLEngineResult result) {
        return result.getHandshakeStatus() == HandshakeStatus.FINISHED;
    }

    private SSLEngineResult finished(SSLEngineResult result) {
        secured();
        return new SSLEngineResult(
                result.getStatus(), HandshakeStatus.FINISHED, result.bytesConsumed(), result.bytesProduced());
    }

    private void secured() {
        if (handshake != null) {
            handshake = null;
            resumed = askResumed();
        }
    }

    private boolean askResumed() {
        synchronized (engine) { // its lock: nobody frees it meanwhile
            long address = engine.sslPointer();
            return address != 0 && SSL.isSessionReused(address);
        }
    }

    // ---- the handshake

    @Override
    public void beginHandshake() {
        // The client begins.
    }

    @Override
    public HandshakeStatus getHandshakeStatus() {
        ServerHandshake now = handshake;
        return now == null ? engine.getHandshakeStatus() : now.status();
    }

    @Override
    public @Nullable Runnable getDelegatedTask() {
        ServerHandshake now = handshake;
        return now == null ? engine.getDelegatedTask() : now.task();
    }

    // ---- the end

    @Override
    public void closeInbound() throws SSLException {
        engine.closeInbound();
    }

    @Override
    public boolean isInboundDone() {
        return engine.isInboundDone();
    }

    @Override
    public void closeOutbound() {
        engine.closeOutbound();
    }

    @Override
    public boolean isOutboundDone() {
        ServerHandshake now = handshake;
        return engine.isOutboundDone() && (now == null || !now.hasOutput());
    }

    // ---- settings

    @Override
    public SSLSession getSession() {
        return engine.getSession();
    }

    @Override
    public @Nullable SSLSession getHandshakeSession() {
        return engine.getHandshakeSession();
    }

    /** Takes over whether clients show a certificate. Versions and ciphers are those of the context. */
    @Override
    public void setSSLParameters(SSLParameters parameters) {
        if (parameters.getNeedClientAuth()) {
            engine.setNeedClientAuth(true);
        } else if (parameters.getWantClientAuth()) {
            engine.setWantClientAuth(true);
        }
    }

    @Override
    public String[] getSupportedCipherSuites() {
        return engine.getSupportedCipherSuites();
    }

    @Override
    public String[] getEnabledCipherSuites() {
        return engine.getEnabledCipherSuites();
    }

    @Override
    public void setEnabledCipherSuites(String[] suites) {
        throw new UnsupportedOperationException("the context has the ciphers");
    }

    @Override
    public String[] getSupportedProtocols() {
        return engine.getSupportedProtocols();
    }

    @Override
    public String[] getEnabledProtocols() {
        return engine.getEnabledProtocols();
    }

    @Override
    public void setEnabledProtocols(String[] protocols) {
        throw new UnsupportedOperationException("the context has the versions");
    }

    @Override
    public void setUseClientMode(boolean client) {
        if (client) {
            throw new IllegalArgumentException("this is the engine of a server");
        }
    }

    @Override
    public boolean getUseClientMode() {
        return false;
    }

    @Override
    public void setNeedClientAuth(boolean need) {
        engine.setNeedClientAuth(need);
    }

    @Override
    public boolean getNeedClientAuth() {
        return engine.getNeedClientAuth();
    }

    @Override
    public void setWantClientAuth(boolean want) {
        engine.setWantClientAuth(want);
    }

    @Override
    public boolean getWantClientAuth() {
        return engine.getWantClientAuth();
    }

    @Override
    public void setEnableSessionCreation(boolean enabled) {
        if (!enabled) {
            throw new UnsupportedOperationException("the library always makes sessions");
        }
    }

    @Override
    public boolean getEnableSessionCreation() {
        return true;
    }
}
