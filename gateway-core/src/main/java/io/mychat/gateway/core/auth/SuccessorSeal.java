package io.mychat.gateway.core.auth;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Encrypts a refresh token under a key that only its predecessor yields: AES-256-GCM, the key by HKDF-SHA256 (RFC 5869) of
 * the predecessor. A store that has the predecessor's hash and the sealed successor learns neither of them. Thread-safe.
 */
final class SuccessorSeal {

    private static final String MAC = "HmacSHA256";
    private static final byte[] INFO = "mychat refresh successor 1".getBytes(StandardCharsets.US_ASCII);
    private static final int KEY_BYTES = 32;
    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;

    private final SecureRandom random = new SecureRandom();

    String seal(String predecessor, String successor) {
        byte[] nonce = new byte[NONCE_BYTES];
        random.nextBytes(nonce);
        try {
            byte[] encrypted =
                    cipher(Cipher.ENCRYPT_MODE, predecessor, nonce).doFinal(successor.getBytes(StandardCharsets.UTF_8));
            return Base64.getUrlEncoder()
                    .withoutPadding()
                    .encodeToString(ByteBuffer.allocate(nonce.length + encrypted.length)
                            .put(nonce)
                            .put(encrypted)
                            .array());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JVM has AES-GCM", e);
        }
    }

    /**
     * Opens sealed tokens one after the other, each with the previous one.
     *
     * @return the last token; empty: one of them was not sealed under its predecessor
     */
    Optional<String> open(String first, List<String> sealed) {
        String token = first;
        for (String next : sealed) {
            Optional<String> opened = open(token, next);
            if (opened.isEmpty()) {
                return opened;
            }
            token = opened.get();
        }
        return Optional.of(token);
    }

    private static Optional<String> open(String predecessor, String sealed) {
        try {
            ByteBuffer bytes = ByteBuffer.wrap(Base64.getUrlDecoder().decode(sealed));
            if (bytes.remaining() < NONCE_BYTES + TAG_BITS / 8) {
                return Optional.empty();
            }
            byte[] nonce = new byte[NONCE_BYTES];
            bytes.get(nonce);
            byte[] encrypted = new byte[bytes.remaining()];
            bytes.get(encrypted);
            byte[] token = cipher(Cipher.DECRYPT_MODE, predecessor, nonce).doFinal(encrypted);
            return Optional.of(new String(token, StandardCharsets.UTF_8));
        } catch (IllegalArgumentException | AEADBadTagException e) {
            return Optional.empty();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JVM has AES-GCM", e);
        }
    }

    private static Cipher cipher(int mode, String predecessor, byte[] nonce) throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(mode, key(predecessor), new GCMParameterSpec(TAG_BITS, nonce));
        return cipher;
    }

    /** HKDF with an empty salt and one block of output. */
    private static Key key(String predecessor) throws GeneralSecurityException {
        byte[] extracted = hmac(new byte[KEY_BYTES], predecessor.getBytes(StandardCharsets.UTF_8));
        byte[] block =
                ByteBuffer.allocate(INFO.length + 1).put(INFO).put((byte) 1).array();
        return new SecretKeySpec(hmac(extracted, block), "AES");
    }

    private static byte[] hmac(byte[] key, byte[] input) throws GeneralSecurityException {
        Mac mac = Mac.getInstance(MAC);
        mac.init(new SecretKeySpec(key, MAC));
        return mac.doFinal(input);
    }
}
