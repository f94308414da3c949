package io.mychat.gateway.spi.config;

import java.net.Socket;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/**
 * Trusts the authorities that were set last, from the next handshake on. Those of the JVM are read with the first handshake, since
 * that takes a tenth of a start, and many gateways call nobody over TLS. Thread-safe: this object's lock guards the change.
 */
final class LiveTrustManager extends X509ExtendedTrustManager {

    private Authorities authorities;
    private volatile @Nullable X509ExtendedTrustManager made;

    LiveTrustManager(Authorities first) {
        this.authorities = first;
    }

    /** Takes effect with the next handshake. */
    synchronized void use(Authorities next) {
        authorities = next;
        made = null;
    }

    private X509ExtendedTrustManager current() {
        X509ExtendedTrustManager known = made;
        return known == null ? make() : known;
    }

    private synchronized X509ExtendedTrustManager make() {
        X509ExtendedTrustManager known = made;
        if (known == null) {
            known = authorities.trustManager();
            made = known;
        }
        return known;
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType) throws CertificateException {
        current().checkClientTrusted(chain, authType);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket)
            throws CertificateException {
        current().checkClientTrusted(chain, authType, socket);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
            throws CertificateException {
        current().checkClientTrusted(chain, authType, engine);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType) throws CertificateException {
        current().checkServerTrusted(chain, authType);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket)
            throws CertificateException {
        current().checkServerTrusted(chain, authType, socket);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
            throws CertificateException {
        current().checkServerTrusted(chain, authType, engine);
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return current().getAcceptedIssuers();
    }
}
