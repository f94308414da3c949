package io.mychat.gateway.auth;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.concurrent.atomic.AtomicReference;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * Verifies HS256 (RFC 7518 section 3.2). Thread-safe: one {@code Mac} waits for the next caller, and a caller that finds
 * none makes one.
 */
final class HmacSignature {

    private static final String NAME = "HmacSHA256";

    private final byte[] secret;
    private final AtomicReference<@Nullable Mac> spare = new AtomicReference<>();

    HmacSignature(byte[] secret) {
        this.secret = secret.clone();
    }

    /** Whether a signature is that of the first bytes. */
    boolean matches(byte[] bytes, int length, byte[] signature) {
        Mac taken = spare.getAndSet(null);
        Mac mac = taken != null ? taken : create();
        mac.update(bytes, 0, length);
        byte[] expected = mac.doFinal(); // which leaves it as it was
        spare.set(mac);
        return MessageDigest.isEqual(expected, signature);
    }

    private Mac create() {
        try {
            Mac mac = Mac.getInstance(NAME);
            mac.init(new SecretKeySpec(secret, NAME));
            return mac;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JVM has HMAC with SHA-256", e);
        }
    }
}
