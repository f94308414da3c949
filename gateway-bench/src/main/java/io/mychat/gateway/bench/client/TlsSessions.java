package io.mychat.gateway.bench.client;

import io.netty.handler.ssl.util.InsecureTrustManagerFactory;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.security.GeneralSecurityException;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;

/**
 * TLS of all clients of this process, by the JDK: each client has its own session, which it resumes when it comes back, or
 * a new one each time. Not thread-safe.
 */
final class TlsSessions {

    private static final int BUFFER_BYTES = 1 << 17;

    private final SSLContext context;
    private final ByteBuffer encrypted = ByteBuffer.allocateDirect(BUFFER_BYTES);
    private boolean resuming = true;
    private long fresh;
    private long full;
    private long resumed;

    TlsSessions() {
        try {
            context = SSLContext.getInstance("TLS");
            context.init(null, InsecureTrustManagerFactory.INSTANCE.getTrustManagers(), null);
            context.getClientSessionContext().setSessionCacheSize(0); // as many as there are clients
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JVM has TLS", e);
        }
    }

    /** Whether clients that come back resume their session. */
    void resume(boolean wanted) {
        resuming = wanted;
    }

    /** A client's TLS. */
    Wire secure(SocketChannel channel, int client, int port) {
        // The JDK keeps a session for each name; no name without a dot is sent to the server.
        String name = resuming ? "client-" + client : "fresh-" + fresh++;
        SSLEngine engine = context.createSSLEngine(name, port);
        engine.setUseClientMode(true);
        return new TlsWire(channel, engine, this);
    }

    /** A buffer for one call. */
    ByteBuffer encrypted() {
        return encrypted.clear();
    }

    /** A handshake that began at {@code startMillis} is done. */
    void done(SSLEngine engine, long startMillis) {
        if (engine.getSession().getCreationTime() < startMillis) {
            resumed++;
        } else {
            full++;
        }
    }

    /** The handshakes so far: {@code full resumed}. */
    String counts() {
        return full + " " + resumed;
    }
}
