package io.mychat.gateway.spi.session;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Objects;

/**
 * The state of a user's account at one moment. Tokens and sessions are granted for a state and end when it changes.
 *
 * @param user the user with the roles
 * @param fingerprint identifies the credentials: another password has another fingerprint. Clients can read it in
 *     access tokens, so neither the password nor its hash may be derivable from it. Up to {@value #MAX_FINGERPRINT}
 *     printable ASCII characters; empty: unknown, and equal to every other
 * @since 0.1.0
 */
public record AccountState(UserInfo user, String fingerprint) {

    /** The longest fingerprint, in characters. */
    public static final int MAX_FINGERPRINT = 64;

    public AccountState {
        Objects.requireNonNull(user, "user");
        if (!isValidFingerprint(fingerprint)) {
            throw new IllegalArgumentException(
                    "a fingerprint has at most " + MAX_FINGERPRINT + " printable ASCII characters");
        }
    }

    /** A state without a fingerprint. */
    public AccountState(UserInfo user) {
        this(user, "");
    }

    /** Whether {@code text} is at most {@value #MAX_FINGERPRINT} printable ASCII characters. */
    public static boolean isValidFingerprint(String text) {
        if (text.length() > MAX_FINGERPRINT) {
            return false;
        }
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) <= ' ' || text.charAt(i) >= 0x7f) {
                return false;
            }
        }
        return true;
    }

    public String userId() {
        return user.userId();
    }

    /** Whether the state can be compared with others. */
    public boolean isKnown() {
        return !fingerprint.isEmpty();
    }

    /**
     * Whether a grant for the state {@code granted} is still valid: same credentials and roles, or one of them unknown.
     */
    public boolean covers(AccountState granted) {
        return !isKnown()
                || !granted.isKnown()
                || (fingerprint.equals(granted.fingerprint) && user.roles().equals(granted.user.roles()));
    }

    /** A digest of credentials and roles: 22 characters of base64url; empty for an unknown state. */
    public String digest() {
        if (!isKnown()) {
            return "";
        }
        StringBuilder text = new StringBuilder(fingerprint);
        user.roles().stream().sorted().forEach(role -> text.append('\n').append(role));
        try {
            byte[] digest =
                    MessageDigest.getInstance("SHA-256").digest(text.toString().getBytes(StandardCharsets.UTF_8));
            return Base64.getUrlEncoder()
                    .withoutPadding()
                    .encodeToString(digest)
                    .substring(0, 22);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JVM has SHA-256", e);
        }
    }
}
