package io.mychat.gateway.transport.common.tls.boringssl;

import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.handler.ssl.IdentityCipherSuiteFilter;
import io.netty.handler.ssl.ReferenceCountedOpenSslEngine;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import io.netty.internal.tcnative.SSL;
import java.security.cert.X509Certificate;
import java.util.function.LongSupplier;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSessionContext;

/**
 * Makes the engines of one identity. All sessions are forgotten each time their timeout has passed: BoringSSL would
 * renew the ticket of TLS 1.3 at each resumption, for a week.
 *
 * <p>Thread-safe: this object's lock guards the replacement of the context. Engines hold the context that made them, and
 * the library's own finalizer frees one that has none left.
 */
final class ServerEngines {

    private static final int PAGE_BYTES = 8192;
    private static final int PAGES_DOUBLED = 4;
    private static final int SMALL_CACHED = 64;
    private static final int NORMAL_CACHED = 8;

    /** For copies between the heap and the library, each for one call: one chunk of 128 KB where a thread needs no more. */
    private static final ByteBufAllocator COPIES =
            new PooledByteBufAllocator(true, 0, 1, PAGE_BYTES, PAGES_DOUBLED, SMALL_CACHED, NORMAL_CACHED, false);

    private final Identity identity;
    private final LongSupplier nanos;
    private volatile Made current;

    /** @param since when it was made, by the clock */
    private record Made(SslContext context, long since) {}

    /** @param nanos the clock, as {@link System#nanoTime()} */
    ServerEngines(Identity identity, LongSupplier nanos) throws SSLException {
        this.identity = identity;
        this.nanos = nanos;
        this.current = make();
    }

    private Made make() throws SSLException {
        X509Certificate[] chain = identity.key().chain().toArray(X509Certificate[]::new);
        SslContextBuilder builder = SslContextBuilder.forServer(identity.key().key(), chain)
                .sslProvider(SslProvider.OPENSSL)
                .protocols(identity.protocols())
                .ciphers(identity.ciphers(), IdentityCipherSuiteFilter.INSTANCE)
                .trustManager(identity.clients().orElseGet(RejectingTrustManager::new))
                .sessionTimeout(identity.sessionTimeout().toSeconds())
                .sessionCacheSize(identity.sessions());
        return new Made(builder.build(), nanos.getAsLong());
    }

    private SslContext context() {
        Made made = current;
        return isOver(made) ? replaced() : made.context();
    }

    private boolean isOver(Made made) {
        return nanos.getAsLong() - made.since() >= identity.sessionTimeout().toNanos();
    }

    private synchronized SslContext replaced() {
        if (isOver(current)) {
            try {
                current = make();
            } catch (SSLException e) {
                throw new IllegalStateException("a context that could be made before cannot be made again", e);
            }
        }
        return current.context();
    }

    ServerEngine engine() {
        ReferenceCountedOpenSslEngine engine =
                (ReferenceCountedOpenSslEngine) context().newEngine(COPIES);
        // In TLS 1.2 the client's order counts; in TLS 1.3 BoringSSL chooses by itself.
        SSL.clearOptions(engine.sslPointer(), SSL.SSL_OP_CIPHER_SERVER_PREFERENCE);
        identity.engines().incrementAndGet();
        return new ServerEngine(engine, identity.engines());
    }

    SSLSessionContext sessions() {
        return current.context().sessionContext();
    }
}
