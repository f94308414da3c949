package io.mychat.gateway.transport.common.tls;

import io.mychat.gateway.spi.config.CertifiedKey;
import io.mychat.gateway.transport.common.tls.boringssl.BoringSsl;
import io.mychat.gateway.transport.common.tls.boringssl.OffHeapEngine;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLException;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;

/**
 * A TLS handshake in memory, with a client that trusts every certificate. It finds readable keys and certificates that
 * this JVM's TLS does not support, for example on the curve secp256k1.
 */
final class HandshakeProbe {

    private static final int MOST_STEPS = 100;

    private final SSLEngine server;
    private final SSLEngine client;
    private final ByteBuffer toServer;
    private final ByteBuffer toClient;
    private final ByteBuffer unused;

    private HandshakeProbe(TlsSettings settings, CertifiedKey identity, String protocol)
            throws GeneralSecurityException {
        server = identified(settings, identity).createSSLEngine();
        server.setUseClientMode(false);
        server.setSSLParameters(settings.parameters());
        SSLContext trusting = SSLContext.getInstance("TLS");
        trusting.init(null, new TrustManager[] {new TrustEverybody()}, null);
        client = trusting.createSSLEngine();
        client.setUseClientMode(true);
        client.setEnabledProtocols(new String[] {protocol});
        int packet = 2 * server.getSession().getPacketBufferSize();
        toServer = ByteBuffer.allocate(packet);
        toClient = ByteBuffer.allocate(packet);
        unused = ByteBuffer.allocate(server.getSession().getApplicationBufferSize());
    }

    private static SSLContext identified(TlsSettings settings, CertifiedKey identity) throws GeneralSecurityException {
        if (settings.isOffHeap()) {
            return BoringSsl.context(settings.forBoringSsl(new AtomicInteger()));
        }
        SSLContext identified = SSLContext.getInstance("TLS");
        identified.init(identity.keyManagers("probe"), null, null);
        return identified;
    }

    /** Whether a server with these settings and this certificate can finish a handshake of this version. */
    static boolean succeeds(TlsSettings settings, CertifiedKey identity, String protocol) {
        try {
            return new HandshakeProbe(settings, identity, protocol).succeeds();
        } catch (GeneralSecurityException | SSLException | IllegalArgumentException e) {
            return false;
        }
    }

    private boolean succeeds() throws SSLException {
        try {
            for (int i = 0; i < MOST_STEPS; i++) {
                step(client, toServer, toClient, unused);
                step(server, toClient, toServer, unused);
                if (isDone(client) && isDone(server)) {
                    return true;
                }
            }
            return false;
        } finally {
            OffHeapEngine.free(server);
        }
    }

    private static boolean isDone(SSLEngine engine) {
        return engine.getHandshakeStatus() == HandshakeStatus.NOT_HANDSHAKING
                && !engine.getSession().getCipherSuite().startsWith("SSL_NULL");
    }

    private static void step(SSLEngine engine, ByteBuffer out, ByteBuffer in, ByteBuffer unused) throws SSLException {
        SSLEngineResult wrapped = engine.wrap(ByteBuffer.allocate(0), out);
        runTasks(engine);
        in.flip();
        SSLEngineResult unwrapped = engine.unwrap(in, unused.clear());
        in.compact();
        runTasks(engine);
        if (wrapped.getStatus() == SSLEngineResult.Status.CLOSED
                && unwrapped.getStatus() == SSLEngineResult.Status.CLOSED) {
            throw new SSLException("the handshake was refused");
        }
    }

    private static void runTasks(SSLEngine engine) {
        for (Runnable task = engine.getDelegatedTask(); task != null; task = engine.getDelegatedTask()) {
            task.run();
        }
    }

    /** The extended class: the JDK then adds no checks of its own, of dates for example. */
    private static final class TrustEverybody extends X509ExtendedTrustManager {

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String authType) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authType) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
