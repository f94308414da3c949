package io.mychat.gateway.redis.settings;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;

/** Certificates to trust, from a PEM file, as the key store that TLS wants. */
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
        try (InputStream in = Files.newInputStream(caFile)) {
            KeyStore trusted = KeyStore.getInstance(STORE_TYPE);
            trusted.load(null, null);
            int number = 0;
            for (Certificate one : CertificateFactory.getInstance("X.509").generateCertificates(in)) {
                trusted.setCertificateEntry("ca-" + number++, one);
            }
            if (number == 0) {
                throw new IllegalArgumentException("has no certificate: " + caFile);
            }
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            trusted.store(bytes, STORE_PASSWORD.toCharArray());
            return bytes.toByteArray();
        } catch (IOException e) {
            throw new IllegalArgumentException("cannot be read: " + caFile, e);
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException("is no file of PEM certificates: " + caFile, e);
        }
    }
}
