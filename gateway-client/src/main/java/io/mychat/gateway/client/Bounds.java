package io.mychat.gateway.client;

/** Checks of settings, and of what a gateway asks for. */
final class Bounds {

    /** The longest pause that a gateway can ask for, in milliseconds: a day. */
    static final long LONGEST_PAUSE_MS = 86_400_000;

    private static final long LONGEST_LIFE_SECONDS = 10L * 366 * 86_400;

    private Bounds() {}

    /** The life of a token in milliseconds, whatever a gateway says. */
    static long lifeMs(long seconds) {
        return Math.max(0, Math.min(seconds, LONGEST_LIFE_SECONDS)) * 1000;
    }

    static void positive(String name, long value) {
        if (value < 1) {
            throw new IllegalArgumentException(name + " is " + value + ": it has to be at least 1");
        }
    }
}
