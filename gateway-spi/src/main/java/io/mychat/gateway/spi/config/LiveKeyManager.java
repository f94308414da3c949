package io.mychat.gateway.spi.config;

import java.net.Socket;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedKeyManager;
import org.jspecify.annotations.Nullable;

/**
 * The key and certificate of a server or a client, which can be replaced while handshakes run. A handshake first gets an alias,
 * then the key and the certificate of the alias; each pair has an alias of its own, and the previous ones stay known for a while, so
 * that no handshake mixes two pairs. A connection of a server gets a key once: TLS 1.2 lets a client begin handshakes again and again on
 * one connection, and each costs the server a signature, while all limits count connections. TLS sessions outlive a replacement up to JDK 24; later ones bind them to the pair in use.
 *
 * <p>Thread-safe: {@link #use} is guarded by this object's lock, and what it writes is volatile.
 *
 * @since 0.1.0
 */
public final class LiveKeyManager extends X509ExtendedKeyManager {

    private static final int KEPT = 8;
    /** The cipher suite of a session that is none yet. */
    private static final String NO_CIPHER = "SSL_NULL_WITH_NULL_NULL";

    private final ArrayDeque<Pair> recent = new ArrayDeque<>();
    private volatile List<Pair> pairs = List.of();
    private volatile @Nullable X509ExtendedKeyManager current;
    private long number;

    private record Pair(String alias, X509ExtendedKeyManager keys) {}

    /** @param first empty: none is shown, as a client may do */
    public LiveKeyManager(Optional<CertifiedKey> first) {
        use(first);
    }

    /** Replaces the pair for handshakes that begin from now on. */
    public synchronized void use(Optional<CertifiedKey> next) {
        if (next.isEmpty()) {
            current = null;
            return;
        }
        String alias = "key-" + ++number;
        Pair pair = new Pair(alias, (X509ExtendedKeyManager) next.get().keyManagers(alias)[0]);
        recent.addFirst(pair);
        if (recent.size() > KEPT) {
            recent.removeLast();
        }
        pairs = List.copyOf(recent);
        current = pair.keys();
    }

    @Override
    public @Nullable String chooseEngineServerAlias(
            String keyType, Principal @Nullable [] issuers, @Nullable SSLEngine engine) {
        X509ExtendedKeyManager keys = current;
        return keys == null || isSecured(engine) ? null : keys.chooseEngineServerAlias(keyType, issuers, engine);
    }

    /** Whether the connection has finished a handshake. */
    private static boolean isSecured(@Nullable SSLEngine engine) {
        return engine != null && !engine.getSession().getCipherSuite().equals(NO_CIPHER);
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
        X509ExtendedKeyManager keys = current;
        return keys == null ? null : keys.getServerAliases(keyType, issuers);
    }

    @Override
    public @Nullable String chooseServerAlias(String keyType, Principal @Nullable [] issuers, @Nullable Socket socket) {
        X509ExtendedKeyManager keys = current;
        return keys == null ? null : keys.chooseServerAlias(keyType, issuers, socket);
    }

    @Override
    public String @Nullable [] getClientAliases(String keyType, Principal @Nullable [] issuers) {
        X509ExtendedKeyManager keys = current;
        return keys == null ? null : keys.getClientAliases(keyType, issuers);
    }

    @Override
    public @Nullable String chooseClientAlias(
            String[] keyTypes, Principal @Nullable [] issuers, @Nullable Socket socket) {
        X509ExtendedKeyManager keys = current;
        return keys == null ? null : keys.chooseClientAlias(keyTypes, issuers, socket);
    }

    @Override
    public @Nullable String chooseEngineClientAlias(
            String[] keyTypes, Principal @Nullable [] issuers, @Nullable SSLEngine engine) {
        X509ExtendedKeyManager keys = current;
        return keys == null ? null : keys.chooseEngineClientAlias(keyTypes, issuers, engine);
    }
}
