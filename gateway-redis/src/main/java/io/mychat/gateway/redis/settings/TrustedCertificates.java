package io.mychat.gateway.redis.settings;

import io.mychat.gateway.spi.config.PemException;
import io.mychat.gateway.spi.config.PemFile;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.List;

/** Reads trusted certificates from a PEM file into a key store for TLS. */
final class TrustedCertificates {

    static final String STORE_TYPE = "PKCS12";
    /** Of a store that exists in memory only and holds nothing secret. */
    static final String STORE_PASSWORD = "certificates";

    private TrustedCertificates() {}

    /**
     * Reads the file.
     *
     * @throws IllegalArgumentException when it cannot be read or has no certificate; the message says which
     */
    static byte[] store(Path caFile) {
        List<X509Certificate> certificates = certificates(caFile);
        try {
            KeyStore trusted = KeyStore.getInstance(STORE_TYPE);
            trusted.load(null, null);
            int number = 0;
            for (X509Certificate one : certificates) {
                trusted.setCertificateEntry("ca-" + number++, one);
            }
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            trusted.store(bytes, STORE_PASSWORD.toCharArray());
            return bytes.toByteArray();
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalStateException("the JVM cannot make a key store in memory", e);
        }
    }

    private static List<X509Certificate> certificates(Path caFile) {
        PemFile file;
        try {
            file = PemFile.read(caFile);
        } catch (PemException e) {
            throw new IllegalArgumentException("cannot be read: " + caFile, e);
        }
        try {
            return file.certificates();
        } catch (PemException e) {
            throw new IllegalArgumentException("is no file of PEM certificates: " + caFile, e);
        }
    }
}
