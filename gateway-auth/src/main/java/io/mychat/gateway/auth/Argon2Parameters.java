package io.mychat.gateway.auth;

import com.password4j.Argon2Function;
import com.password4j.types.Argon2;

/**
 * The cost of a hash (Argon2id, RFC 9106). The bounds keep a users file from exhausting the machine.
 *
 * @param memoryKib memory in KiB, 8 for each lane to 65536
 * @param iterations 1 to 10
 * @param lanes 1 to 4
 * @param outputBytes 16 to 64
 */
record Argon2Parameters(int memoryKib, int iterations, int lanes, int outputBytes) {

    /** The parameters of new hashes, as recommended by OWASP's password storage cheat sheet. */
    static final Argon2Parameters DEFAULT = new Argon2Parameters(19_456, 2, 1, 32);

    private static final int MAX_MEMORY_KIB = 65_536;
    private static final int MAX_ITERATIONS = 10;
    private static final int MAX_LANES = 4;
    private static final int MIN_OUTPUT_BYTES = 16;
    private static final int MAX_OUTPUT_BYTES = 64;

    Argon2Parameters {
        require(lanes >= 1 && lanes <= MAX_LANES, "p must be 1 to " + MAX_LANES);
        require(
                memoryKib >= 8 * lanes && memoryKib <= MAX_MEMORY_KIB,
                "m must be 8 for each lane to " + MAX_MEMORY_KIB + " KiB");
        require(iterations >= 1 && iterations <= MAX_ITERATIONS, "t must be 1 to " + MAX_ITERATIONS);
        require(
                outputBytes >= MIN_OUTPUT_BYTES && outputBytes <= MAX_OUTPUT_BYTES,
                "the hash must have " + MIN_OUTPUT_BYTES + " to " + MAX_OUTPUT_BYTES + " bytes");
    }

    /** Hashes; takes tens of milliseconds and {@code memoryKib} of heap. Must not be interrupted. */
    byte[] derive(byte[] password, byte[] salt) {
        // The library keeps one instance, with memoryKib of heap, for each set of parameters until the JVM ends.
        return Argon2Function.getInstance(memoryKib, iterations, lanes, outputBytes, Argon2.ID)
                .hash(password, salt)
                .getBytes();
    }

    private static void require(boolean condition, String message) {
        if (!condition) {
            throw new IllegalArgumentException(message);
        }
    }
}
