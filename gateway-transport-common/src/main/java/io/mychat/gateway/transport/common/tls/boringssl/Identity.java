package io.mychat.gateway.transport.common.tls.boringssl;

import io.mychat.gateway.spi.config.CertifiedKey;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.X509ExtendedTrustManager;

/**
 * What a context is made of.
 *
 * @param key the server's
 * @param clients checks the certificates of clients; empty: no port asks for them
 * @param sessionTimeout how long sessions may be resumed
 * @param sessions how many are kept for clients without tickets
 * @param engines counts the engines that are not freed yet
 */
public record Identity(
        CertifiedKey key,
        List<String> protocols,
        List<String> ciphers,
        Optional<X509ExtendedTrustManager> clients,
        Duration sessionTimeout,
        int sessions,
        AtomicInteger engines) {

    public Identity {
        protocols = List.copyOf(protocols);
        ciphers = List.copyOf(ciphers);
    }
}
