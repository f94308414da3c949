package io.mychat.gateway.testkit;

import java.util.Random;

/**
 * The seed of a test with random input. {@code -Dgateway.seed=N} repeats a run; without it each run has a new seed. A
 * test prints the seed or adds it to its assertions. Immutable.
 *
 * @since 0.1.0
 */
public final class RandomSeed {

    private static final String PROPERTY = "gateway.seed";

    private final long value;

    private RandomSeed(long value) {
        this.value = value;
    }

    /** The seed of the system property, or a new one. */
    public static RandomSeed get() {
        return new RandomSeed(Long.getLong(PROPERTY, System.nanoTime()));
    }

    /**
     * The random numbers of one part of a test, independent of the earlier parts.
     *
     * @param part the number of the part
     */
    public Random random(long part) {
        // Neighbouring seeds give similar first numbers; the odd factor (2^64 divided by the golden ratio) spreads
        // them.
        return new Random(value ^ part * 0x9E3779B97F4A7C15L);
    }

    /** The advice for repeating the run. */
    @Override
    public String toString() {
        return "seed " + value + " (-D" + PROPERTY + "=" + value + " repeats it)";
    }
}
