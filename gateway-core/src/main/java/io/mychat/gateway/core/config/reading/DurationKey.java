package io.mychat.gateway.core.config.reading;

import io.mychat.gateway.spi.config.ConfigSection;
import java.time.Duration;
import java.time.temporal.ChronoUnit;

/** A key whose value is a duration in whole {@code unit}s: the one place of its default and its bounds. */
public record DurationKey(String name, ChronoUnit unit, long defaultValue, long min, long max) {

    public static DurationKey seconds(String name, long defaultValue, long min, long max) {
        return new DurationKey(name, ChronoUnit.SECONDS, defaultValue, min, max);
    }

    public static DurationKey millis(String name, long defaultValue, long min, long max) {
        return new DurationKey(name, ChronoUnit.MILLIS, defaultValue, min, max);
    }

    public Duration in(ConfigSection section) {
        return of(section.number(name, defaultValue, min, max));
    }

    public void check(Duration value) {
        if (value.compareTo(of(min)) < 0 || value.compareTo(of(max)) > 0) {
            throw new IllegalArgumentException(name + " must be from " + of(min) + " to " + of(max) + ", not " + value);
        }
    }

    private Duration of(long amount) {
        // Not Duration.of: it refuses days, which are exact here.
        return unit.getDuration().multipliedBy(amount);
    }
}
