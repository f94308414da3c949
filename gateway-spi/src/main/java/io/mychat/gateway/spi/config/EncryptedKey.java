package io.mychat.gateway.spi.config;

import java.io.IOException;
import java.nio.file.Path;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.spec.InvalidKeySpecException;
import java.util.Optional;
import javax.crypto.Cipher;
import javax.crypto.EncryptedPrivateKeyInfo;
import javax.crypto.SecretKey;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;

/** Decrypts a PKCS#8 key that is encrypted with PBES2 (RFC 8018): PBKDF2 with HMAC and AES in the JDK. */
final class EncryptedKey {

    private EncryptedKey() {}

    /**
     * Decrypts a key. Takes as long as its number of iterations wants.
     *
     * @param file named in messages
     * @param encrypted an EncryptedPrivateKeyInfo (RFC 5958)
     * @return the key as PKCS#8
     */
    static byte[] decrypt(Path file, byte[] encrypted, Optional<String> passphrase) throws PemException {
        if (passphrase.isEmpty()) {
            throw new PemException(file + " holds an encrypted key: set its passphrase");
        }
        PBEKeySpec password = new PBEKeySpec(passphrase.get().toCharArray());
        try {
            EncryptedPrivateKeyInfo info = new EncryptedPrivateKeyInfo(encrypted);
            AlgorithmParameters parameters = info.getAlgParameters();
            if (parameters == null || !parameters.getAlgorithm().startsWith("PBES2")) {
                throw unsupported(file);
            }
            // The parameters of PBES2 print the name under which the JDK has the cipher.
            String algorithm = parameters.toString();
            SecretKey key = SecretKeyFactory.getInstance(algorithm).generateSecret(password);
            Cipher cipher = Cipher.getInstance(algorithm);
            cipher.init(Cipher.DECRYPT_MODE, key, parameters);
            return info.getKeySpec(cipher).getEncoded();
        } catch (InvalidKeyException | InvalidKeySpecException e) {
            throw new PemException(
                    file + " holds an encrypted key, and its passphrase is another one, or has characters"
                            + " other than ASCII");
        } catch (IOException | GeneralSecurityException e) {
            throw unsupported(file);
        } finally {
            password.clearPassword();
        }
    }

    private static PemException unsupported(Path file) {
        return new PemException(
                file + " holds an encrypted key that is damaged, or whose encryption the JDK does not know; convert it"
                        + " with: openssl pkcs8 -topk8 -v2 aes-256-cbc -in OLD.pem -out NEW.pem");
    }
}
