package io.mychat.gateway.spi.config;

import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/**
 * The certificate authorities that are trusted. Immutable.
 *
 * @param certificates empty: those of the JVM
 * @since 0.1.0
 */
public record Authorities(List<X509Certificate> certificates) {

    /** The authorities of the JVM. */
    public static final Authorities OF_THE_JVM = new Authorities(List.of());

    public Authorities {
        certificates = List.copyOf(certificates);
    }

    /**
     * Reads a PEM file. Blocks.
     *
     * @throws PemException when it cannot be read or has no certificate
     */
    public static Authorities read(Path file) throws PemException {
        return new Authorities(PemFile.read(file).certificates());
    }

    /** Checks certificate chains against these authorities. */
    public X509ExtendedTrustManager trustManager() {
        try {
            TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            factory.init(store());
            for (TrustManager one : factory.getTrustManagers()) {
                if (one instanceof X509ExtendedTrustManager trust) {
                    return trust;
                }
            }
            throw new IllegalStateException("the JDK has no trust manager for X.509");
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException("the JDK cannot trust these certificates", e);
        }
    }

    private @Nullable KeyStore store() throws GeneralSecurityException, IOException {
        if (certificates.isEmpty()) {
            return null;
        }
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        for (int i = 0; i < certificates.size(); i++) {
            store.setCertificateEntry("authority-" + i, certificates.get(i));
        }
        return store;
    }
}
