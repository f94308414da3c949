package io.mychat.gateway.spi.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.Security;
import java.util.Objects;
import java.util.Optional;
import javax.net.ssl.X509ExtendedKeyManager;
import javax.net.ssl.X509KeyManager;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CertifiedKeyTest {

    @TempDir
    Path directory;

    @BeforeEach
    void copy() throws IOException {
        for (String name : new String[] {"ec.cert.pem", "ec.pkcs8.pem", "ec.encrypted-aes256.pem", "rsa.cert.pem"}) {
            try (InputStream in = Objects.requireNonNull(getClass().getResourceAsStream(name))) {
                Files.copy(in, directory.resolve(name));
            }
        }
    }

    private CertifiedKey read(String certificate, String key) throws PemException {
        return CertifiedKey.read(directory.resolve(certificate), directory.resolve(key), Optional.of("secret"));
    }

    @Test
    void aPairIsRead() throws Exception {
        for (String key : new String[] {"ec.pkcs8.pem", "ec.encrypted-aes256.pem"}) {
            CertifiedKey pair = read("ec.cert.pem", key);

            assertThat(pair.expires())
                    .isEqualTo(pair.certificate().getNotAfter().toInstant());
            assertThat(pair.toString()).isEqualTo("CertifiedKey[CN=ec of a test, expires " + pair.expires() + "]");
            X509ExtendedKeyManager keys = (X509ExtendedKeyManager) pair.keyManagers("one")[0];
            assertThat(keys.getPrivateKey("one")).isEqualTo(pair.key());
            assertThat(keys.getCertificateChain("one")).containsExactly(pair.certificate());
        }
    }

    /** Which make each start take a tenth of a second longer. */
    @Test
    void theRoundsOfKeyStoresInFilesAreNotSpentInMemory() throws Exception {
        String rounds = "keystore.pkcs12.keyPbeIterationCount";
        String before = Security.getProperty(rounds);
        CertifiedKey pair = read("ec.cert.pem", "ec.pkcs8.pem");
        Security.setProperty(rounds, "a number that is none fails where it is read");
        try {
            assertThat(((X509ExtendedKeyManager) pair.keyManagers("one")[0]).getPrivateKey("one"))
                    .isEqualTo(pair.key());
        } finally {
            Security.setProperty(rounds, before == null ? "" : before);
        }
    }

    @Test
    void anotherProvidersStoreTakesTheKeyInItsOwnWay() throws Exception {
        CertifiedKey pair = read("ec.cert.pem", "ec.pkcs8.pem");
        Security.insertProviderAt(new OwnKeyStores(), 1);
        try {
            X509KeyManager keys = (X509KeyManager) pair.keyManagers("one")[0];

            assertThat(keys.getPrivateKey("one")).isEqualTo(pair.key());
            assertThat(keys.getCertificateChain("one")[0]).isEqualTo(pair.certificate());
        } finally {
            Security.removeProvider(OwnKeyStores.NAME);
        }
    }

    @Test
    void aKeyOfAnotherCertificateIsRefused() {
        assertThatThrownBy(() -> read("rsa.cert.pem", "ec.pkcs8.pem"))
                .isInstanceOf(PemException.class)
                .hasMessageContaining("does not belong to the certificate");
    }
}
