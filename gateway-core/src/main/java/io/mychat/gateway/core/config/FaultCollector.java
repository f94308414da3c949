package io.mychat.gateway.core.config;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Collects faults and warnings; the same one counts once, however many readers meet it. Used by one thread. */
final class FaultCollector {

    private final Set<ConfigFault> faults = new LinkedHashSet<>();
    private final Set<ConfigFault> warnings = new LinkedHashSet<>();

    void add(String file, String path, String message) {
        faults.add(new ConfigFault(file, path, message));
    }

    void warn(String file, String path, String message) {
        warnings.add(new ConfigFault(file, path, message));
    }

    /** What is wrong and does not keep the configuration from being used. */
    List<ConfigFault> warnings() {
        return List.copyOf(warnings);
    }

    void throwIfAny() {
        if (!faults.isEmpty()) {
            throw new ConfigException(List.copyOf(faults));
        }
    }
}
