package io.mychat.gateway.auth;

import com.auth0.jwt.JWT;
import com.auth0.jwt.JWTCreator;
import com.auth0.jwt.algorithms.Algorithm;
import com.auth0.jwt.exceptions.SignatureVerificationException;
import com.auth0.jwt.interfaces.DecodedJWT;
import io.mychat.gateway.spi.message.TextLength;
import java.nio.charset.StandardCharsets;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPrivateKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.util.Base64;

/**
 * A key for one algorithm. A token that names the key with another algorithm is refused. Every factory throws {@link
 * IllegalArgumentException} for a key that is too weak or does not fit, and never quotes it.
 *
 * <p>The key id ({@code kid}) is empty for the key of tokens without a key id.
 *
 * @since 0.1.0
 */
public final class TokenKey {

    static final int MAX_KEY_ID = 128;

    private static final int MIN_RSA_BITS = 2048;

    /** A random key of this process, so that a name reveals nothing about a secret. */
    private static final byte[] NAMING = new byte[32];

    static {
        new SecureRandom().nextBytes(NAMING);
    }

    private final String keyId;
    private final Algorithm algorithm;
    private final boolean canSign;
    private final String name;

    /** @param material identifies the key: its secret or its public key */
    private TokenKey(String keyId, Algorithm algorithm, boolean canSign, byte[] material) {
        if (!TextLength.isAtMost(MAX_KEY_ID, keyId)) {
            throw new IllegalArgumentException("a key id has at most " + MAX_KEY_ID + " characters");
        }
        this.keyId = keyId;
        this.algorithm = algorithm;
        this.canSign = canSign;
        this.name = name(keyId, algorithm.getName(), material);
    }

    /** Hashed twice with the key of this process, as HMAC does it; a {@code Mac} loads the JVM's cryptography at the start. */
    private static String name(String keyId, String algorithm, byte[] material) {
        try {
            MessageDigest hash = MessageDigest.getInstance("SHA-256");
            hash.update(NAMING);
            hash.update((algorithm + '\n' + keyId + '\n').getBytes(StandardCharsets.UTF_8));
            byte[] inner = hash.digest(material);
            hash.update(NAMING);
            return Base64.getUrlEncoder().withoutPadding().encodeToString(hash.digest(inner));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JVM has SHA-256", e);
        }
    }

    /** Signs and verifies with a shared secret of at least 32 bytes of UTF-8. */
    public static TokenKey hs256(String keyId, String secret) {
        SecretValidation.fault(secret).ifPresent(fault -> {
            throw new IllegalArgumentException("the secret " + fault);
        });
        byte[] bytes = secret.getBytes(StandardCharsets.UTF_8);
        return new TokenKey(keyId, Algorithm.HMAC256(bytes), true, bytes);
    }

    /** Verifies the signatures of an RSA key of at least 2048 bits. */
    public static TokenKey rs256(String keyId, RSAPublicKey publicKey) {
        requireStrong(publicKey);
        return new TokenKey(keyId, Algorithm.RSA256(publicKey, null), false, publicKey.getEncoded());
    }

    /** Signs and verifies with an RSA key of at least 2048 bits. */
    public static TokenKey rs256(String keyId, RSAPublicKey publicKey, RSAPrivateKey privateKey) {
        requireStrong(publicKey);
        return new TokenKey(keyId, Algorithm.RSA256(publicKey, privateKey), true, publicKey.getEncoded()).requirePair();
    }

    /** Verifies the signatures of a key on the curve P-256. */
    public static TokenKey es256(String keyId, ECPublicKey publicKey) {
        requireP256(publicKey);
        return new TokenKey(keyId, Algorithm.ECDSA256(publicKey, null), false, publicKey.getEncoded());
    }

    /** Signs and verifies with a key on the curve P-256. */
    public static TokenKey es256(String keyId, ECPublicKey publicKey, ECPrivateKey privateKey) {
        requireP256(publicKey);
        return new TokenKey(keyId, Algorithm.ECDSA256(publicKey, privateKey), true, publicKey.getEncoded())
                .requirePair();
    }

    String keyId() {
        return keyId;
    }

    /**
     * A name that is unique in this process for a key with its id and algorithm. Not a secret.
     */
    String name() {
        return name;
    }

    boolean canSign() {
        return canSign;
    }

    /** Whether the check of a signature takes microseconds, which only that of a shared secret does. */
    boolean verifiesQuickly() {
        return algorithm.getName().equals("HS256");
    }

    String sign(JWTCreator.Builder token) {
        return (keyId.isEmpty() ? token : token.withKeyId(keyId)).sign(algorithm);
    }

    boolean signed(DecodedJWT token) {
        if (!algorithm.getName().equals(token.getAlgorithm())) {
            return false;
        }
        try {
            algorithm.verify(token);
            return true;
        } catch (SignatureVerificationException e) {
            return false;
        }
    }

    private TokenKey requirePair() {
        boolean pair;
        try {
            pair = signed(JWT.decode(sign(JWT.create().withJWTId("pair"))));
        } catch (RuntimeException e) {
            throw new IllegalArgumentException("the private key cannot sign", e);
        }
        if (!pair) {
            throw new IllegalArgumentException("the private and the public key are not a pair");
        }
        return this;
    }

    private static void requireStrong(RSAPublicKey key) {
        if (key.getModulus().bitLength() < MIN_RSA_BITS) {
            throw new IllegalArgumentException("an RSA key needs at least " + MIN_RSA_BITS + " bits");
        }
    }

    private static void requireP256(ECPublicKey key) {
        try {
            AlgorithmParameters named = AlgorithmParameters.getInstance("EC");
            named.init(new ECGenParameterSpec("secp256r1"));
            ECParameterSpec p256 = named.getParameterSpec(ECParameterSpec.class);
            ECParameterSpec given = key.getParams();
            if (!given.getCurve().equals(p256.getCurve())
                    || !given.getGenerator().equals(p256.getGenerator())) {
                throw new IllegalArgumentException("ES256 needs a key on the curve P-256 (prime256v1)");
            }
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException("this JVM has no curve P-256", e);
        }
    }

    /** Omits the key itself. */
    @Override
    public String toString() {
        return "TokenKey[" + keyId + ", " + algorithm.getName() + "]";
    }
}
