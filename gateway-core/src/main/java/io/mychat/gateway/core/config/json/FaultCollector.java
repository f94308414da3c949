package io.mychat.gateway.core.config.json;

import io.mychat.gateway.core.config.ConfigException;
import io.mychat.gateway.core.config.ConfigFault;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Collects faults and warnings. The same fault is kept once, even when several readers report it. Used by one thread.
 */
public final class FaultCollector {

    private final Set<ConfigFault> faults = new LinkedHashSet<>();
    private final Set<ConfigFault> warnings = new LinkedHashSet<>();

    public void add(String file, String path, String message) {
        faults.add(new ConfigFault(file, path, message));
    }

    public void warn(String file, String path, String message) {
        warnings.add(new ConfigFault(file, path, message));
    }

    /** Problems that do not prevent the use of the configuration. */
    public List<ConfigFault> warnings() {
        return List.copyOf(warnings);
    }

    public void throwIfAny() {
        if (!faults.isEmpty()) {
            throw new ConfigException(List.copyOf(faults));
        }
    }
}
