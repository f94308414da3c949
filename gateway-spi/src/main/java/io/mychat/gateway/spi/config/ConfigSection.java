package io.mychat.gateway.spi.config;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * One JSON object of the configuration. Reading a key with an invalid type or value records a fault with its JSON path
 * and returns the default, so that one read reports all faults. A key that no module reads is a fault, too.
 *
 * <p>Not thread-safe.
 */
public interface ConfigSection {

    /** Whether the object exists in the configuration. */
    boolean isPresent();

    /** Whether the key exists with a value other than null. */
    boolean has(String key);

    /** The names of the keys of this object, for objects whose keys are data (platforms, routes). */
    Set<String> keys();

    Optional<String> text(String key);

    String text(String key, String defaultValue);

    /** A whole number from {@code min} to {@code max}, both included. */
    long number(String key, long defaultValue, long min, long max);

    boolean flag(String key, boolean defaultValue);

    List<String> texts(String key);

    /** An object inside this one; not present when the key is absent. */
    ConfigSection section(String key);

    /** The objects of an array inside this one; empty when the key is absent. */
    List<ConfigSection> sections(String key);

    /**
     * Records a fault at {@code key}.
     *
     * @param message what is wrong and what to do; it never contains the value of a secret
     */
    void fault(String key, String message);

    /**
     * Records a warning at {@code key}: the configuration is usable, but the operator should check it.
     *
     * @param message as for a {@link #fault}
     */
    void warn(String key, String message);
}
