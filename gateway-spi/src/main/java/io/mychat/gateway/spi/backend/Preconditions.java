package io.mychat.gateway.spi.backend;

import java.time.Duration;

/** Checks of numbers in the records of this package. */
final class Preconditions {

    private Preconditions() {}

    static void positive(String name, long value) {
        if (value < 1) {
            throw new IllegalArgumentException(name + " must be positive, not " + value);
        }
    }

    static void positive(String name, Duration value) {
        if (value.isZero() || value.isNegative()) {
            throw new IllegalArgumentException(name + " must be positive, not " + value);
        }
    }

    static void percent(String name, int value) {
        if (value < 0 || value > 100) {
            throw new IllegalArgumentException(name + " must be 0 to 100, not " + value);
        }
    }
}
