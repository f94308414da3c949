package io.mychat.gateway.core.config;

import io.mychat.gateway.spi.config.ConfigSection;

/**
 * A key whose value is a whole number: the one place of its default and its bounds, for the files as for the records.
 */
record NumberKey(String name, long defaultValue, long min, long max) {

    int intIn(ConfigSection section) {
        return Math.toIntExact(longIn(section));
    }

    long longIn(ConfigSection section) {
        return section.number(name, defaultValue, min, max);
    }

    void check(long value) {
        if (value < min || value > max) {
            throw new IllegalArgumentException(name + " must be from " + min + " to " + max + ", not " + value);
        }
    }
}
