package io.mychat.gateway.spi.config;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * One JSON object of the configuration. Bounds and defaults are those that the {@linkplain
 * io.mychat.gateway.spi.ModuleProvider#schema() schema} declares for the key; a reader does not repeat them.
 *
 * <p>Reading a key with an invalid type or value records a fault with its JSON path and returns the default, so that
 * one read reports all faults. A key that no module reads is a fault, too. Reading a number or a flag that no schema
 * declares throws an {@link IllegalStateException}: it is a mistake in the module.
 *
 * <p>Not thread-safe.
 *
 * @since 0.1.0
 */
public interface ConfigSection {

    /** Whether the object exists in the configuration. */
    boolean isPresent();

    /** Whether the key exists with a value other than null. */
    boolean has(String key);

    /** The names of the keys of this object, for objects whose keys are data (platforms, routes). */
    Set<String> keys();

    /** The text; empty when the key is absent or invalid and the schema declares no default. */
    Optional<String> text(String key);

    /**
     * The constant with the name of the text in upper case: {@code round_robin} is {@code ROUND_ROBIN}. Another text is
     * a fault. Empty as for {@link #text}.
     */
    default <E extends Enum<E>> Optional<E> word(String key, Class<E> type) {
        return text(key).flatMap(text -> {
            List<String> words = Arrays.stream(type.getEnumConstants())
                    .map(constant -> constant.name().toLowerCase(Locale.ROOT))
                    .toList();
            int place = words.indexOf(text);
            if (place < 0) {
                fault(key, "must be one of " + String.join(", ", words));
                return Optional.empty();
            }
            return Optional.of(type.getEnumConstants()[place]);
        });
    }

    /** A whole number. Without a declared default an absent one is the least that is allowed. */
    long number(String key);

    /** As {@link #number(String)}, with a default that is not a constant, such as the number of processors. */
    long number(String key, long defaultValue);

    /** As {@link #number(String)}, for a key whose greatest number is an {@code int}. */
    default int integer(String key) {
        return Math.toIntExact(number(key));
    }

    /** As {@link #number(String, long)}, for a key whose greatest number is an {@code int}. */
    default int integer(String key, int defaultValue) {
        return Math.toIntExact(number(key, defaultValue));
    }

    /**
     * A whole number of the unit at the end of the key: {@code _ms}, {@code _seconds}, {@code _hours}, {@code _days}.
     */
    default Duration duration(String key) {
        return KeyUnit.of(key).times(number(key));
    }

    /** As {@link #duration(String)}, with a default that is not a constant; what exceeds whole units is cut off. */
    default Duration duration(String key, Duration defaultValue) {
        KeyUnit unit = KeyUnit.of(key);
        return unit.times(number(key, unit.in(defaultValue)));
    }

    /** Without a declared default an absent flag is false. */
    boolean flag(String key);

    /** As {@link #flag(String)}, with a default that is not a constant. */
    boolean flag(String key, boolean defaultValue);

    /** The texts of an array; the declared default when the key is absent, and empty without one. */
    List<String> texts(String key);

    /** An object inside this one; not present when the key is absent. */
    ConfigSection section(String key);

    /** The objects of an array inside this one; empty when the key is absent. */
    List<ConfigSection> sections(String key);

    /**
     * Records a fault at {@code key}.
     *
     * @param message the problem and its solution; it never contains the value of a secret
     */
    void fault(String key, String message);

    /**
     * Records a warning at {@code key}: the configuration is usable, but the operator should check it.
     *
     * @param message the problem and its solution, see {@link #fault}
     */
    void warn(String key, String message);
}
