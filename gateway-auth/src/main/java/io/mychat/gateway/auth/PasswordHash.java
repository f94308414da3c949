package io.mychat.gateway.auth;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A stored password: {@code $argon2id$v=19$m=…,t=…,p=…$salt$hash}, both in base64 without padding (PHC string format).
 * Equality is identity; hashes are never compared with each other.
 */
final class PasswordHash {

    private static final Pattern FORMAT = Pattern.compile("\\$argon2id\\$v=19\\$m=(\\d{1,9}),t=(\\d{1,9}),p=(\\d{1,9})"
            + "\\$([A-Za-z0-9+/]{1,128})\\$([A-Za-z0-9+/]{1,128})");
    private static final int MIN_SALT_BYTES = 8;
    private static final int MAX_SALT_BYTES = 64;
    private static final int FINGERPRINT_BYTES = 16;

    private final Argon2Parameters parameters;
    private final byte[] salt;
    private final byte[] output;

    /** Keeps the arrays, which must not be changed. */
    PasswordHash(Argon2Parameters parameters, byte[] salt, byte[] output) {
        if (salt.length < MIN_SALT_BYTES || salt.length > MAX_SALT_BYTES) {
            throw new IllegalArgumentException(
                    "the salt must have " + MIN_SALT_BYTES + " to " + MAX_SALT_BYTES + " bytes");
        }
        this.parameters = parameters;
        this.salt = salt;
        this.output = output;
    }

    /**
     * Reads a stored hash.
     *
     * @throws IllegalArgumentException when it is malformed or its parameters are out of bounds; the message does not
     *     quote it
     */
    static PasswordHash parse(String text) {
        Matcher parts = FORMAT.matcher(text);
        if (!parts.matches()) {
            throw new IllegalArgumentException("must look like $argon2id$v=19$m=…,t=…,p=…$salt$hash;"
                    + " the sub-command hash-password makes one");
        }
        byte[] salt = decode(parts.group(4));
        byte[] output = decode(parts.group(5));
        Argon2Parameters parameters = new Argon2Parameters(
                Integer.parseInt(parts.group(1)),
                Integer.parseInt(parts.group(2)),
                Integer.parseInt(parts.group(3)),
                output.length);
        return new PasswordHash(parameters, salt, output);
    }

    /** A hash with these parameters for which no password is known. */
    static PasswordHash decoy(Argon2Parameters parameters) {
        return new PasswordHash(parameters, new byte[16], new byte[parameters.outputBytes()]);
    }

    Argon2Parameters parameters() {
        return parameters;
    }

    /** Hashes {@code password} and compares in constant time. */
    boolean matches(byte[] password) {
        return MessageDigest.isEqual(parameters.derive(password, salt), output);
    }

    /** The stored form; as secret as a password. */
    String encoded() {
        Base64.Encoder base64 = Base64.getEncoder().withoutPadding();
        return "$argon2id$v=19$m=" + parameters.memoryKib() + ",t=" + parameters.iterations() + ",p="
                + parameters.lanes() + "$" + base64.encodeToString(salt) + "$" + base64.encodeToString(output);
    }

    /**
     * A digest of the stored form: 22 characters of base64url. Clients may see it, because guessing passwords with it
     * requires the salt, which has at least 64 random bits.
     */
    String fingerprint() {
        byte[] stored = ("mychat-account-1 " + encoded()).getBytes(StandardCharsets.UTF_8);
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(stored);
            return Base64.getUrlEncoder().withoutPadding().encodeToString(Arrays.copyOf(digest, FINGERPRINT_BYTES));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JVM has SHA-256", e);
        }
    }

    private static byte[] decode(String base64) {
        try {
            return Base64.getDecoder().decode(base64);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("salt and hash must be base64 without padding");
        }
    }

    /** Omits salt and hash. */
    @Override
    public String toString() {
        return "PasswordHash[" + parameters + "]";
    }
}
