package io.mychat.gateway.client;

import java.util.function.DoubleSupplier;

/** Full jitter: each pause is drawn evenly from zero to a bound that doubles. */
final class Backoff {

    private final BackoffSettings settings;
    private final DoubleSupplier random;
    private int attempt;

    Backoff(BackoffSettings settings, DoubleSupplier random) {
        this.settings = settings;
        this.random = random;
    }

    /** The next pause, in milliseconds. */
    long next(boolean longer) {
        double first = (double) (longer ? settings.longFirstMs() : settings.firstMs());
        double most = (double) (longer ? settings.longMaxMs() : settings.maxMs());
        double bound = Math.min(most, first * Math.pow(2, attempt++));
        double drawn = random.getAsDouble() * bound;
        // Who sends too much waits for some time in any case.
        return Math.round(longer ? bound / 2 + drawn / 2 : drawn);
    }

    void reset() {
        attempt = 0;
    }
}
