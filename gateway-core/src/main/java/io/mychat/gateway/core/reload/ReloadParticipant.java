package io.mychat.gateway.core.reload;

import io.mychat.gateway.core.config.ConfigFault;
import io.mychat.gateway.core.config.ConfigSnapshot;
import io.mychat.gateway.spi.ReloadResult;
import java.util.List;

/**
 * Checks and applies a new configuration, where a look at {@link ConfigManager#current()} is not enough. Called under
 * the manager's lock, for one reload at a time.
 */
public interface ReloadParticipant {

    /** Has no objections and changes nothing. */
    static ReloadParticipant none() {
        return new ReloadParticipant() {
            @Override
            public List<ConfigFault> check(ConfigSnapshot next, List<ConfigSnapshot.ConfiguredModule> running) {
                return List.of();
            }

            @Override
            public ReloadResult apply(ConfigSnapshot now, List<ConfigSnapshot.ConfiguredModule> modules) {
                return ReloadResult.nothing();
            }
        };
    }

    /**
     * The faults of a configuration that could be read. Changes nothing.
     *
     * @param running the running modules, in the order of those of {@code next}
     */
    List<ConfigFault> check(ConfigSnapshot next, List<ConfigSnapshot.ConfiguredModule> running);

    /**
     * Applies the new configuration, which has been checked and is in effect already. Must not fail.
     *
     * @param modules the newly configured modules in the order of the running ones; empty when only another file was
     *     read
     */
    ReloadResult apply(ConfigSnapshot now, List<ConfigSnapshot.ConfiguredModule> modules);
}
