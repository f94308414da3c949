package io.mychat.gateway.spi.config;

import java.time.Duration;
import java.util.Locale;

/** The unit of a duration, which its key ends with. */
enum KeyUnit {
    MS(Duration.ofMillis(1)),
    SECONDS(Duration.ofSeconds(1)),
    HOURS(Duration.ofHours(1)),
    DAYS(Duration.ofDays(1));

    private final Duration one;

    KeyUnit(Duration one) {
        this.one = one;
    }

    /** @throws IllegalArgumentException when the key ends with no unit */
    static KeyUnit of(String key) {
        for (KeyUnit unit : values()) {
            if (key.endsWith("_" + unit.name().toLowerCase(Locale.ROOT))) {
                return unit;
            }
        }
        throw new IllegalArgumentException("the key of a duration ends with its unit, not " + key);
    }

    Duration times(long number) {
        return one.multipliedBy(number);
    }

    /** The number of whole units in a duration. */
    long in(Duration duration) {
        return duration.dividedBy(one);
    }
}
