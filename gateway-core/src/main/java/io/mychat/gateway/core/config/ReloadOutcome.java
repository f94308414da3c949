package io.mychat.gateway.core.config;

import java.util.List;

/**
 * The outcome of a reload.
 *
 * @since 0.1.0
 */
public sealed interface ReloadOutcome {

    /** The file that was reloaded. */
    ConfigFile file();

    /**
     * The configuration was read and is in effect.
     *
     * @param changes since the previous configuration
     * @param restartNeeded JSON paths of the keys that differ from the start and take effect only after a restart
     */
    record Reloaded(ConfigFile file, List<Change> changes, List<String> restartNeeded) implements ReloadOutcome {
        public Reloaded {
            changes = List.copyOf(changes);
            restartNeeded = List.copyOf(restartNeeded);
        }
    }

    /**
     * The configuration has faults; nothing has changed.
     *
     * @param faults at least one
     */
    record Rejected(ConfigFile file, List<ConfigFault> faults) implements ReloadOutcome {
        public Rejected {
            faults = List.copyOf(faults);
        }
    }

    /**
     * A key with another value than before.
     *
     * @param path its JSON path
     * @param before for people; a secret, and a value that may be one, is not shown
     * @param after the new value, in the form of {@code before}
     */
    record Change(String path, String before, String after) {

        /** One line for people. */
        @Override
        public String toString() {
            return path + ": " + before + " -> " + after;
        }
    }
}
