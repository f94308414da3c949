package io.mychat.gateway.acme.issue;

import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.util.HexFormat;

/** The kind of a certificate's key. */
public enum KeyType {
    /** P-256, small and fast. */
    EC("EC", 256, "SHA256withECDSA", "300a06082a8648ce3d040302"),
    /** 2048 bits, for clients that know nothing else. */
    RSA("RSA", 2048, "SHA256withRSA", "300d06092a864886f70d01010b0500");

    private final String algorithm;
    private final int bits;
    private final String signature;
    private final String signatureDer;

    KeyType(String algorithm, int bits, String signature, String signatureDer) {
        this.algorithm = algorithm;
        this.bits = bits;
        this.signature = signature;
        this.signatureDer = signatureDer;
    }

    /** Makes a new pair of keys. */
    KeyPair generate() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
            generator.initialize(bits);
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JVM has " + algorithm, e);
        }
    }

    /** The algorithm of signatures with such a key, by its name in the JDK. */
    String signature() {
        return signature;
    }

    /** The same as an AlgorithmIdentifier in DER. */
    byte[] signatureDer() {
        return HexFormat.of().parseHex(signatureDer);
    }
}
