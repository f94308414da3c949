package io.mychat.gateway.testkit;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.spec.RSAKeyGenParameterSpec;
import java.security.spec.RSAPrivateCrtKeySpec;
import java.security.spec.RSAPublicKeySpec;
import java.util.Map;

/**
 * RSA keys of known primes, which everybody can compute: for tests only. To search for primes takes seconds.
 *
 * @since 0.1.0
 */
public final class TestRsaKeys {

    private static final BigInteger EXPONENT = RSAKeyGenParameterSpec.F4;
    /** By the bits of a key, what its primes are below the power of two that has half of the bits: two for each key. */
    private static final Map<Integer, int[]> PRIMES = Map.of(
            1024, new int[] {569, 629, 875, 975},
            2048, new int[] {105, 179, 1397, 3177});

    private TestRsaKeys() {}

    /** The same key each time. */
    public static KeyPair of(int bits) {
        return key(bits, 0);
    }

    /** Another key than {@link #of}, the same each time. */
    public static KeyPair other(int bits) {
        return key(bits, 2);
    }

    private static KeyPair key(int bits, int first) {
        int[] below = PRIMES.get(bits);
        if (below == null) {
            throw new IllegalArgumentException("there are keys of 1024 and 2048 bits, and none of " + bits);
        }
        BigInteger half = BigInteger.ONE.shiftLeft(bits / 2);
        BigInteger p = half.subtract(BigInteger.valueOf(below[first]));
        BigInteger q = half.subtract(BigInteger.valueOf(below[first + 1]));
        BigInteger p1 = p.subtract(BigInteger.ONE);
        BigInteger q1 = q.subtract(BigInteger.ONE);
        BigInteger secret = EXPONENT.modInverse(p1.multiply(q1));
        BigInteger modulus = p.multiply(q);
        try {
            KeyFactory factory = KeyFactory.getInstance("RSA");
            return new KeyPair(
                    factory.generatePublic(new RSAPublicKeySpec(modulus, EXPONENT)),
                    factory.generatePrivate(new RSAPrivateCrtKeySpec(
                            modulus, EXPONENT, secret, p, q, secret.mod(p1), secret.mod(q1), q.modInverse(p))));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
