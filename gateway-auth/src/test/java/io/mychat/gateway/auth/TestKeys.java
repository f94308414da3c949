package io.mychat.gateway.auth;

import io.mychat.gateway.testkit.TestRsaKeys;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPrivateKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.util.Base64;

/** Keys for the tests; those on curves are made anew in each run. */
final class TestKeys {

    static final String SECRET = "Zq3vR8tLw1Xy6Nb0Kd5Hf2Js9Pc4Gm7U";
    static final String OTHER_SECRET = "b7Yk2Qe9Vn4Ta6Wi1Or8Lp3Sx5Dz0Fc-";

    static final KeyPair RSA = TestRsaKeys.of(2048);
    static final KeyPair EC = ec("secp256r1");

    private TestKeys() {}

    static KeyPair ec(String curve) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec(curve));
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    static TokenKey hs256(String keyId) {
        return TokenKey.hs256(keyId, SECRET);
    }

    static TokenKey rs256(String keyId) {
        return TokenKey.rs256(keyId, (RSAPublicKey) RSA.getPublic(), (RSAPrivateKey) RSA.getPrivate());
    }

    static TokenKey es256(String keyId) {
        return TokenKey.es256(keyId, (ECPublicKey) EC.getPublic(), (ECPrivateKey) EC.getPrivate());
    }

    static String pem(String label, Key key) {
        String body = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(key.getEncoded());
        return "-----BEGIN " + label + "-----\n" + body + "\n-----END " + label + "-----\n";
    }

    /** Writes {@code NAME.key} and {@code NAME.pub} into the directory. */
    static void write(Path directory, String name, KeyPair pair) {
        try {
            Files.writeString(
                    directory.resolve(name + ".key"), pem("PRIVATE KEY", pair.getPrivate()), StandardCharsets.US_ASCII);
            Files.writeString(
                    directory.resolve(name + ".pub"), pem("PUBLIC KEY", pair.getPublic()), StandardCharsets.US_ASCII);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
