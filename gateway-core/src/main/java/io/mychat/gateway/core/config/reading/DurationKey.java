package io.mychat.gateway.core.config.reading;

import java.time.Duration;
import java.util.Map;

/** The number that a duration is in the unit of its key. */
public final class DurationKey {

    private static final Map<String, Duration> UNITS = Map.of(
            "_ms", Duration.ofMillis(1),
            "_seconds", Duration.ofSeconds(1),
            "_hours", Duration.ofHours(1),
            "_days", Duration.ofDays(1),
            // The specification's key (7.1), in seconds.
            ".session_timeout", Duration.ofSeconds(1));

    private DurationKey() {}

    /**
     * Returns the number.
     *
     * @throws IllegalArgumentException when the key has no unit, or the duration is no whole number of it
     */
    public static long number(String key, Duration duration) {
        Duration unit = UNITS.entrySet().stream()
                .filter(entry -> key.endsWith(entry.getKey()))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        key + " takes no duration: its name ends with none of the units _ms, _seconds, _hours, _days"));
        long number = duration.dividedBy(unit);
        if (!unit.multipliedBy(number).equals(duration)) {
            throw new IllegalArgumentException(key + " cannot be " + duration + ": it has a whole number of its unit");
        }
        return number;
    }
}
