package io.mychat.gateway.transport.undertow.tls;

import io.mychat.gateway.spi.config.CertifiedKey;
import java.net.Socket;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.ArrayDeque;
import java.util.List;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedKeyManager;
import org.jspecify.annotations.Nullable;

/**
 * The server's key and certificate, which can be replaced while handshakes run. A handshake first gets an alias, then the
 * key and the certificate of the alias; each pair has an alias of its own, and the previous ones stay known for a while, so
 * that no handshake mixes two pairs. The TLS sessions of clients outlive a replacement.
 *
 * <p>Thread-safe: {@link #use} is guarded by this object's lock, and what it writes is volatile.
 */
final class SwappableKeyManager extends X509ExtendedKeyManager {

    private static final int KEPT = 8;

    private final ArrayDeque<Pair> recent = new ArrayDeque<>();
    private volatile List<Pair> pairs = List.of();
    private long number;

    private record Pair(String alias, X509ExtendedKeyManager keys) {}

    SwappableKeyManager(CertifiedKey first) {
        use(first);
    }

    /** Replaces the pair for handshakes that begin from now on. */
    synchronized void use(CertifiedKey next) {
        String alias = "server-" + ++number;
        recent.addFirst(new Pair(alias, (X509ExtendedKeyManager) next.keyManagers(alias)[0]));
        if (recent.size() > KEPT) {
            recent.removeLast();
        }
        pairs = List.copyOf(recent);
    }

    private X509ExtendedKeyManager current() {
        return pairs.get(0).keys();
    }

    @Override
    public @Nullable String chooseEngineServerAlias(
            String keyType, Principal @Nullable [] issuers, @Nullable SSLEngine engine) {
        return current().chooseEngineServerAlias(keyType, issuers, engine);
    }

    @Override
    public @Nullable PrivateKey getPrivateKey(String alias) {
        for (Pair pair : pairs) {
            if (pair.alias().equals(alias)) {
                return pair.keys().getPrivateKey(alias);
            }
        }
        return null;
    }

    @Override
    public X509Certificate @Nullable [] getCertificateChain(String alias) {
        for (Pair pair : pairs) {
            if (pair.alias().equals(alias)) {
                return pair.keys().getCertificateChain(alias);
            }
        }
        return null;
    }

    @Override
    public String @Nullable [] getServerAliases(String keyType, Principal @Nullable [] issuers) {
        return current().getServerAliases(keyType, issuers);
    }

    @Override
    public @Nullable String chooseServerAlias(String keyType, Principal @Nullable [] issuers, @Nullable Socket socket) {
        return current().chooseServerAlias(keyType, issuers, socket);
    }

    @Override
    public String @Nullable [] getClientAliases(String keyType, Principal @Nullable [] issuers) {
        return null; // a server only
    }

    @Override
    public @Nullable String chooseClientAlias(
            String[] keyTypes, Principal @Nullable [] issuers, @Nullable Socket socket) {
        return null; // a server only
    }
}
