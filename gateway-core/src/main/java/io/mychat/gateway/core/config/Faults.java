package io.mychat.gateway.core.config;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Collects faults; the same one counts once, however many readers meet it. Used by one thread. */
final class Faults {

    private final Set<ConfigFault> faults = new LinkedHashSet<>();

    void add(String file, String path, String message) {
        faults.add(new ConfigFault(file, path, message));
    }

    void throwIfAny() {
        if (!faults.isEmpty()) {
            throw new ConfigException(List.copyOf(faults));
        }
    }
}
