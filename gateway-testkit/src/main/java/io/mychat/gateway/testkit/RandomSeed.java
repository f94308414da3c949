package io.mychat.gateway.testkit;

import java.util.Random;

/**
 * What a test's chance grows from. {@code -Dgateway.seed=N} repeats a run; without it each run has another. A test prints
 * it, or says it in each assertion. Immutable.
 */
public final class RandomSeed {

    private static final String PROPERTY = "gateway.seed";

    private final long value;

    private RandomSeed(long value) {
        this.value = value;
    }

    /** The seed that was asked for, or a new one. */
    public static RandomSeed get() {
        return new RandomSeed(Long.getLong(PROPERTY, System.nanoTime()));
    }

    /**
     * The chance of one part of a test, which does not depend on how much the parts before it used.
     *
     * @param part its number
     */
    public Random random(long part) {
        // Neighbouring seeds begin alike; the odd factor (2^64 by the golden ratio) spreads them.
        return new Random(value ^ part * 0x9E3779B97F4A7C15L);
    }

    /** How to repeat the run. */
    @Override
    public String toString() {
        return "seed " + value + " (-D" + PROPERTY + "=" + value + " repeats it)";
    }
}
