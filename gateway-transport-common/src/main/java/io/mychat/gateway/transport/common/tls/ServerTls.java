package io.mychat.gateway.transport.common.tls;

import io.mychat.gateway.spi.config.CertifiedKey;
import io.mychat.gateway.spi.config.LiveKeyManager;
import io.mychat.gateway.spi.transport.ConnectionGate.PortKind;
import io.mychat.gateway.transport.common.tls.boringssl.BoringSsl;
import java.security.GeneralSecurityException;
import java.security.NoSuchAlgorithmException;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * TLS of all ports of one gateway. New settings apply to connections that are accepted from then on; open connections
 * stay, and so do the sessions that clients resume, as far as the JDK lets them.
 *
 * <p>Thread-safe: this object's lock guards {@link #adopt} and {@link #serves}, and what others read is volatile.
 */
public final class ServerTls {

    private static final Logger log = LoggerFactory.getLogger(ServerTls.class);

    private final LiveKeyManager keys;
    private final AtomicLong changes = new AtomicLong();
    private final Handshakes handshakes = new Handshakes();
    private volatile Active active;
    private volatile Set<PortKind> ports = Set.of();

    /**
     * What new connections get.
     *
     * @param context keeps the sessions that clients may resume
     */
    public record Active(TlsSettings settings, SSLContext context) {}

    public ServerTls(TlsSettings settings) {
        keys = new LiveKeyManager(settings.identity());
        active = new Active(settings, context(settings));
    }

    private ServerTls(SSLContext context) {
        keys = new LiveKeyManager(Optional.empty());
        active = new Active(TlsSettings.ofHost(context), context);
    }

    /** TLS with the keys and authorities of a context of the host application, which nothing replaces. */
    public static ServerTls of(SSLContext context) {
        return new ServerTls(context);
    }

    static Set<String> supportedCiphers() {
        try {
            return Set.of(SSLContext.getDefault().getSupportedSSLParameters().getCipherSuites());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JVM has TLS", e);
        }
    }

    private SSLContext context(TlsSettings settings) {
        if (settings.isOffHeap()) {
            return BoringSsl.context(settings.forBoringSsl(handshakes.offHeap()));
        }
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(
                    new KeyManager[] {keys},
                    new TrustManager[] {settings.clients().authorities().trustManager()},
                    null);
            settings.sessions().applyTo(context);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JVM has TLS", e);
        }
    }

    /** The settings in effect. */
    public TlsSettings settings() {
        return active.settings();
    }

    /** Replaces the settings for connections to come. Settings without a certificate keep the present one. */
    public synchronized void adopt(TlsSettings wanted) {
        Optional<CertifiedKey> present = active.settings().identity();
        TlsSettings next = wanted.identity().isPresent() ? wanted : wanted.with(present);
        if (!next.identity().equals(present)) {
            keys.use(next.identity());
            changes.incrementAndGet();
            next.identity().ifPresent(identity -> log.info("New TLS connections get the certificate {}", identity));
        }
        active = new Active(next, next.keepContextOf(active.settings()) ? kept(next) : context(next));
    }

    private SSLContext kept(TlsSettings next) {
        SSLContext context = active.context();
        next.sessions().applyTo(context);
        return context;
    }

    /** Adds a port whose connections get it, for the metrics. */
    public synchronized void serves(PortKind port) {
        EnumSet<PortKind> more = EnumSet.of(port);
        more.addAll(ports);
        ports = Set.copyOf(more);
    }

    /** What new connections get; another object after each change. */
    public Active active() {
        return active;
    }

    /** Counts the handshakes of all ports. */
    public Handshakes handshakes() {
        return handshakes;
    }

    /** The ports with TLS. */
    List<PortKind> ports() {
        return ports.stream().sorted().toList();
    }

    /** How often the certificate was replaced. */
    long changes() {
        return changes.get();
    }
}
