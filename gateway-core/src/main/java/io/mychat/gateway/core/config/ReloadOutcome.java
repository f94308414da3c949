package io.mychat.gateway.core.config;

import java.util.List;

/** The outcome of a reload. */
public sealed interface ReloadOutcome {

    /** The file that was reloaded. */
    ConfigFile file();

    /**
     * The configuration has been read, and counts.
     *
     * @param changes since the configuration before
     * @param restartNeeded JSON paths of the keys that differ from those that the gateway was started with and count
     *     only after a restart
     */
    record Reloaded(ConfigFile file, List<ConfigChange> changes, List<String> restartNeeded) implements ReloadOutcome {
        public Reloaded {
            changes = List.copyOf(changes);
            restartNeeded = List.copyOf(restartNeeded);
        }
    }

    /**
     * Nothing has changed.
     *
     * @param faults at least one
     */
    record Rejected(ConfigFile file, List<ConfigFault> faults) implements ReloadOutcome {
        public Rejected {
            faults = List.copyOf(faults);
        }
    }
}
