package io.mychat.gateway.auth;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;

/**
 * Creates and checks password hashes: Argon2id with 19 MiB, two passes, one lane, a salt of 16 bytes and a hash of 32.
 * Passwords are used as UTF-8 bytes without normalisation.
 *
 * <p>Thread-safe. Each call takes tens of milliseconds of CPU and the memory that the hash states, so calls on behalf
 * of clients have to be limited, as {@link PasswordVerifier} does.
 *
 * @since 0.1.0
 */
public final class PasswordHasher {

    /** The longest password, in bytes of UTF-8. */
    public static final int MAX_PASSWORD_BYTES = 1024;

    private static final int SALT_BYTES = 16;

    private final Argon2Parameters parameters;
    private final SecureRandom random = new SecureRandom();

    public PasswordHasher() {
        this(Argon2Parameters.DEFAULT);
    }

    PasswordHasher(Argon2Parameters parameters) {
        this.parameters = parameters;
    }

    /**
     * Hashes a password with a new salt, in the form of the users file.
     *
     * @throws IllegalArgumentException when the password is empty or longer than {@link #MAX_PASSWORD_BYTES}
     */
    public String hash(String password) {
        byte[] bytes = password.getBytes(StandardCharsets.UTF_8);
        if (!isUsable(bytes)) {
            throw new IllegalArgumentException("a password has 1 to " + MAX_PASSWORD_BYTES + " bytes of UTF-8");
        }
        byte[] salt = new byte[SALT_BYTES];
        random.nextBytes(salt);
        return new PasswordHash(parameters, salt, parameters.derive(bytes, salt)).encoded();
    }

    /**
     * Whether {@code password} has this hash.
     *
     * @throws IllegalArgumentException when {@code hash} is malformed or its parameters are out of bounds
     */
    public boolean verify(String password, String hash) {
        PasswordHash stored = PasswordHash.parse(hash);
        byte[] bytes = password.getBytes(StandardCharsets.UTF_8);
        return isUsable(bytes) && stored.matches(bytes);
    }

    static boolean isUsable(byte[] password) {
        return password.length >= 1 && password.length <= MAX_PASSWORD_BYTES;
    }
}
