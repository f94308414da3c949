package io.mychat.gateway.core.config;

import java.util.List;
import java.util.stream.Collectors;

/**
 * Thrown for an invalid configuration, with all its faults.
 *
 * @since 0.1.0
 */
public final class ConfigException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient List<ConfigFault> faults;

    /**
     * @param faults at least one
     */
    public ConfigException(List<ConfigFault> faults) {
        super(faults.stream().map(ConfigFault::toString).collect(Collectors.joining("\n")));
        if (faults.isEmpty()) {
            throw new IllegalArgumentException("no faults");
        }
        this.faults = List.copyOf(faults);
    }

    /** In the order of the files; immutable, never empty. */
    public List<ConfigFault> faults() {
        return faults;
    }
}
