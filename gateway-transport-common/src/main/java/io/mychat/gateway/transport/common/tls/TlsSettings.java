package io.mychat.gateway.transport.common.tls;

import io.mychat.gateway.spi.config.Authorities;
import io.mychat.gateway.spi.config.CertifiedKey;
import io.mychat.gateway.spi.transport.ConnectionGate.PortKind;
import io.mychat.gateway.transport.common.tls.boringssl.Identity;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSessionContext;

/**
 * The settings of TLS. All of them apply to new connections.
 *
 * @param provider {@code tls.provider}
 * @param identity the certificate and key of {@code server.ssl_cert_path}, {@code server.ssl_key_path} and {@code
 *     tls.key_passphrase}; empty while {@code tls.await_certificate} lets the files be missing
 * @param protocols {@code tls.protocols}
 * @param ciphers {@code tls.ciphers}, by their names in the JDK
 * @param expiryWarning {@code tls.expiry_warning_days}: the time before the expiry that is reported
 * @param sessions {@code tls.session_timeout_seconds} and {@code tls.session_cache_size}
 * @param clients {@code tls.client_auth} and {@code tls.client_ca_file}
 */
public record TlsSettings(
        TlsLibrary provider,
        Optional<CertifiedKey> identity,
        List<String> protocols,
        List<String> ciphers,
        Duration expiryWarning,
        Sessions sessions,
        ClientCertificates clients) {

    /** The versions that are not broken. */
    static final List<String> PROTOCOLS = List.of("TLSv1.3", "TLSv1.2");

    /** Mozilla's configuration "intermediate" (5.7), in TLS 1.2 without the suites that use DHE. */
    static final List<String> INTERMEDIATE = List.of(
            "TLS_AES_128_GCM_SHA256",
            "TLS_AES_256_GCM_SHA384",
            "TLS_CHACHA20_POLY1305_SHA256",
            "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256",
            "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256",
            "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384",
            "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384",
            "TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256",
            "TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256");

    public TlsSettings {
        protocols = List.copyOf(protocols);
        ciphers = List.copyOf(ciphers);
    }

    /** The defaults, for a context that has the certificate. */
    static TlsSettings ofHost(SSLContext context) {
        List<String> supported = List.of(context.getSupportedSSLParameters().getCipherSuites());
        return new TlsSettings(
                TlsLibrary.JDK,
                Optional.empty(),
                PROTOCOLS,
                INTERMEDIATE.stream().filter(supported::contains).toList(),
                Duration.ZERO,
                Sessions.OF_THE_JDK,
                ClientCertificates.NONE);
    }

    TlsSettings with(Optional<CertifiedKey> other) {
        return new TlsSettings(provider, other, protocols, ciphers, expiryWarning, sessions, clients);
    }

    /** Whether the library is BoringSSL, which needs a certificate. Without one the JDK's TLS refuses the handshakes. */
    boolean isOffHeap() {
        return provider == TlsLibrary.BORINGSSL && identity.isPresent();
    }

    /** What BoringSSL gets. */
    Identity forBoringSsl(AtomicInteger engines) {
        return new Identity(
                identity.orElseThrow(),
                protocols,
                ciphers,
                clients.ports().isEmpty()
                        ? Optional.empty()
                        : Optional.of(clients.authorities().trustManager()),
                sessions.timeout(),
                sessions.most(),
                engines);
    }

    /**
     * Whether the context for other settings serves these, too. The JDK's has the pair replaced in it; another one forgets
     * the sessions, as it must when clients may no longer be trusted.
     */
    boolean keepContextOf(TlsSettings other) {
        return isOffHeap() ? equals(other) : !other.isOffHeap() && clients.equals(other.clients);
    }

    /**
     * The sessions that clients may resume.
     *
     * @param timeout how long after their handshake
     * @param most how many are kept for clients without tickets
     */
    public record Sessions(Duration timeout, int most) {

        static final Sessions OF_THE_JDK = new Sessions(Duration.ofDays(1), 20_480);

        void applyTo(SSLContext context) {
            SSLSessionContext kept = context.getServerSessionContext();
            kept.setSessionTimeout(Math.toIntExact(timeout.toSeconds()));
            kept.setSessionCacheSize(most);
        }
    }

    /** Whether a client shows a certificate. */
    enum ClientAuth {
        /** It is not asked for one. */
        NONE,
        /** It may show one; one of another authority ends the handshake. */
        WANT,
        /** A client without one cannot connect. */
        NEED
    }

    /**
     * The certificates of clients.
     *
     * @param ports what each kind of port asks for; {@code NONE} where absent
     * @param authorities who issues the certificates
     */
    public record ClientCertificates(Map<PortKind, ClientAuth> ports, Authorities authorities) {

        static final ClientCertificates NONE = new ClientCertificates(Map.of(), Authorities.OF_THE_JVM);

        public ClientCertificates {
            ports = Map.copyOf(ports);
        }
    }

    /** As {@link #parameters()}, with what the port asks its clients for. */
    public SSLParameters parameters(PortKind port) {
        SSLParameters parameters = parameters();
        switch (clients.ports().getOrDefault(port, ClientAuth.NONE)) {
            case NONE -> parameters.setWantClientAuth(false);
            case WANT -> parameters.setWantClientAuth(true);
            case NEED -> parameters.setNeedClientAuth(true);
        }
        return parameters;
    }

    /** Versions and ciphers; the client chooses the cipher, because it knows what its processor is good at. */
    SSLParameters parameters() {
        SSLParameters parameters = new SSLParameters(ciphers.toArray(String[]::new), protocols.toArray(String[]::new));
        parameters.setUseCipherSuitesOrder(false);
        return parameters;
    }
}
