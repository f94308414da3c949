package io.mychat.gateway.auth;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyFactory;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPrivateKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;

/** Reads a key from a PEM file (RFC 7468): {@code PRIVATE KEY} as PKCS#8, {@code PUBLIC KEY} as X.509. */
final class KeyFile {

    private static final int MAX_BYTES = 64 * 1024;
    private static final String PRIVATE = "PRIVATE KEY";
    private static final String PUBLIC = "PUBLIC KEY";

    private KeyFile() {}

    /** Why a key file cannot be used; the message names the file and what to do, and quotes nothing of it. */
    static final class KeyFileException extends Exception {

        private static final long serialVersionUID = 1L;

        KeyFileException(String message) {
            super(message);
        }
    }

    static RSAPrivateKey rsaPrivate(Path file) throws KeyFileException {
        return key(file, PRIVATE, RSAPrivateKey.class, der -> rsa().generatePrivate(new PKCS8EncodedKeySpec(der)));
    }

    static RSAPublicKey rsaPublic(Path file) throws KeyFileException {
        return key(file, PUBLIC, RSAPublicKey.class, der -> rsa().generatePublic(new X509EncodedKeySpec(der)));
    }

    static ECPrivateKey ecPrivate(Path file) throws KeyFileException {
        return key(file, PRIVATE, ECPrivateKey.class, der -> ec().generatePrivate(new PKCS8EncodedKeySpec(der)));
    }

    static ECPublicKey ecPublic(Path file) throws KeyFileException {
        return key(file, PUBLIC, ECPublicKey.class, der -> ec().generatePublic(new X509EncodedKeySpec(der)));
    }

    private static KeyFactory rsa() throws GeneralSecurityException {
        return KeyFactory.getInstance("RSA");
    }

    private static KeyFactory ec() throws GeneralSecurityException {
        return KeyFactory.getInstance("EC");
    }

    private interface Decoder {
        Key decode(byte[] der) throws GeneralSecurityException;
    }

    private static <K> K key(Path file, String label, Class<K> type, Decoder decoder) throws KeyFileException {
        byte[] der = der(file, label, read(file));
        try {
            return type.cast(decoder.decode(der));
        } catch (GeneralSecurityException | ClassCastException e) {
            throw new KeyFileException(file + " holds no key of the kind that the algorithm needs");
        }
    }

    private static byte[] der(Path file, String label, String pem) throws KeyFileException {
        String begin = "-----BEGIN " + label + "-----";
        int start = pem.indexOf(begin);
        int end = start < 0 ? -1 : pem.indexOf("-----END " + label + "-----", start);
        if (end < 0) {
            throw new KeyFileException(file + " holds no \"BEGIN " + label + "\"" + hint(pem));
        }
        try {
            return Base64.getMimeDecoder().decode(pem.substring(start + begin.length(), end));
        } catch (IllegalArgumentException e) {
            throw new KeyFileException(file + " is damaged: not base64");
        }
    }

    private static String hint(String pem) {
        if (pem.contains("-----BEGIN ENCRYPTED PRIVATE KEY")) {
            return "; it is encrypted: decrypt it with openssl pkcs8, and guard the file";
        }
        if (pem.contains("-----BEGIN RSA PRIVATE KEY") || pem.contains("-----BEGIN EC PRIVATE KEY")) {
            return "; convert it with: openssl pkcs8 -topk8 -nocrypt -in OLD -out NEW";
        }
        return "";
    }

    private static String read(Path file) throws KeyFileException {
        if (Files.exists(file) && !Files.isRegularFile(file)) {
            // Reading a pipe may never end.
            throw new KeyFileException(file + " is not a regular file");
        }
        try (InputStream in = Files.newInputStream(file)) {
            byte[] bytes = in.readNBytes(MAX_BYTES + 1);
            if (bytes.length > MAX_BYTES) {
                throw new KeyFileException(file + " is too large for a key");
            }
            return new String(bytes, StandardCharsets.US_ASCII);
        } catch (NoSuchFileException e) {
            throw new KeyFileException(file + " does not exist");
        } catch (IOException e) {
            throw new KeyFileException(file + " cannot be read");
        }
    }
}
