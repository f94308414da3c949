package io.mychat.gateway.spi.config;

import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.KeyStoreException;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.UnrecoverableKeyException;
import java.security.cert.X509Certificate;
import java.security.spec.AlgorithmParameterSpec;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.PBEParameterSpec;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;

/**
 * A private key and the chain of certificates for its public key: who a server or a client is in TLS. Immutable.
 *
 * @param chain the key's certificate, then its issuers
 * @since 0.1.0
 */
public record CertifiedKey(PrivateKey key, List<X509Certificate> chain) {

    private static final int SALT_BYTES = 20;
    private static final int BLOCK_BYTES = 16;

    /** @throws IllegalArgumentException when the chain is empty, or its first certificate is for another key */
    public CertifiedKey {
        chain = List.copyOf(chain);
        if (chain.isEmpty() || !isFor(chain.get(0), key)) {
            throw new IllegalArgumentException("the private key does not belong to the certificate");
        }
    }

    /**
     * Reads a pair; one file may hold both. Blocks.
     *
     * @param passphrase decrypts the key; ignored for a key that is not encrypted
     * @throws PemException when a file cannot be read, or the two do not fit
     */
    public static CertifiedKey read(Path certificates, Path key, Optional<String> passphrase) throws PemException {
        List<X509Certificate> chain = PemFile.read(certificates).certificates();
        PrivateKey privateKey = PemFile.read(key).privateKey(PrivateKey.class, passphrase);
        try {
            return new CertifiedKey(privateKey, chain);
        } catch (IllegalArgumentException e) {
            throw new PemException(key + " holds a key that does not belong to the certificate in " + certificates);
        }
    }

    /** Whether the certificate verifies what the key has signed. */
    private static boolean isFor(X509Certificate certificate, PrivateKey key) {
        String algorithm = switch (key.getAlgorithm()) {
            case "RSA" -> "SHA256withRSA";
            case "EC", "ECDSA" -> "SHA256withECDSA";
            default -> key.getAlgorithm();
        };
        byte[] sample = {1, 2, 3};
        try {
            Signature signature = Signature.getInstance(algorithm);
            signature.initSign(key);
            signature.update(sample);
            byte[] signed = signature.sign();
            signature.initVerify(certificate.getPublicKey());
            signature.update(sample);
            return signature.verify(signed);
        } catch (GeneralSecurityException e) {
            return false; // keys of different algorithms
        }
    }

    /** The certificate of the key. */
    public X509Certificate certificate() {
        return chain.get(0);
    }

    /** When the first certificate of the chain expires. */
    public Instant expires() {
        return chain.stream()
                .map(X509Certificate::getNotAfter)
                .min(Date::compareTo)
                .orElseThrow()
                .toInstant();
    }

    /**
     * The key for an {@link javax.net.ssl.SSLContext}.
     *
     * @param alias the name under which the key managers have it
     */
    public KeyManager[] keyManagers(String alias) {
        char[] password = {};
        try {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            put(store, alias, password);
            KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            factory.init(store, password);
            return factory.getKeyManagers();
        } catch (IOException | UnrecoverableKeyException e) {
            throw new IllegalStateException("a key store in memory cannot be made", e);
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException("the JDK cannot use this key", e);
        }
    }

    /** Encrypts the key once instead of the ten thousand times that protect a file: this store is never written. */
    private void put(KeyStore store, String alias, char[] password) throws KeyStoreException {
        X509Certificate[] certificates = chain.toArray(X509Certificate[]::new);
        if (key.getAlgorithm().equals(certificate().getPublicKey().getAlgorithm())) { // an entry insists on one name
            AlgorithmParameterSpec once =
                    new PBEParameterSpec(new byte[SALT_BYTES], 1, new IvParameterSpec(new byte[BLOCK_BYTES]));
            try {
                store.setEntry(
                        alias,
                        new KeyStore.PrivateKeyEntry(key, certificates),
                        new KeyStore.PasswordProtection(password, "PBEWithHmacSHA256AndAES_256", once));
                return;
            } catch (KeyStoreException e) {
                // The store is another provider's, which does not let its protection be chosen: the slow way is left.
            }
        }
        store.setKeyEntry(alias, key, password, certificates);
    }

    /** Names the certificate, and nothing of the key. */
    @Override
    public String toString() {
        return "CertifiedKey[" + certificate().getSubjectX500Principal() + ", expires " + expires() + "]";
    }
}
