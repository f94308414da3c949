package io.mychat.gateway.core.config.reading;

import io.mychat.gateway.spi.config.ConfigSection;

/**
 * A key whose value is a whole number: the one place of its default and its bounds, for the files as for the records.
 */
public record NumberKey(String name, long defaultValue, long min, long max) {

    public int intIn(ConfigSection section) {
        return Math.toIntExact(longIn(section));
    }

    public long longIn(ConfigSection section) {
        return section.number(name, defaultValue, min, max);
    }

    public void check(long value) {
        if (value < min || value > max) {
            throw new IllegalArgumentException(name + " must be from " + min + " to " + max + ", not " + value);
        }
    }
}
