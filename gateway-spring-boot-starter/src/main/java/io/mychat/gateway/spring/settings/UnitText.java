package io.mychat.gateway.spring.settings;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.springframework.boot.convert.DurationStyle;
import org.springframework.util.unit.DataSize;

/** Numbers as people write them in Spring: {@code 3s} for a key in milliseconds, {@code 64KB} for one in bytes. */
final class UnitText {

    private static final String BYTES = "bytes";
    private static final Map<String, Duration> UNITS = Map.of(
            "_ms", Duration.ofMillis(1),
            "_seconds", Duration.ofSeconds(1),
            "_hours", Duration.ofHours(1),
            "_days", Duration.ofDays(1),
            "session_timeout", Duration.ofSeconds(1));

    private UnitText() {}

    /** The number in the unit of the key; empty when the text is none, or no whole number of the unit. */
    static Optional<Long> number(String key, String text) {
        try {
            return Optional.of(Long.valueOf(text));
        } catch (NumberFormatException e) {
            return withUnit(key, text);
        }
    }

    private static Optional<Long> withUnit(String key, String text) {
        try {
            if (key.endsWith(BYTES)) {
                return Optional.of(DataSize.parse(text).toBytes());
            }
            for (Map.Entry<String, Duration> unit : UNITS.entrySet()) {
                if (key.endsWith(unit.getKey())) {
                    return whole(DurationStyle.detectAndParse(text), unit.getValue());
                }
            }
        } catch (IllegalArgumentException | ArithmeticException e) {
            // Neither a size nor a duration: the gateway says what the key takes.
        }
        return Optional.empty();
    }

    private static Optional<Long> whole(Duration duration, Duration unit) {
        long number = duration.dividedBy(unit);
        return unit.multipliedBy(number).equals(duration) ? Optional.of(number) : Optional.empty();
    }
}
