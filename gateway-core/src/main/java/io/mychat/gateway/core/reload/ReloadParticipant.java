package io.mychat.gateway.core.reload;

import io.mychat.gateway.core.config.ConfigFault;
import io.mychat.gateway.core.config.ConfigSnapshot;
import io.mychat.gateway.spi.ReloadResult;
import java.util.List;

/**
 * What has more to do at a reload than to look at {@link ConfigManager#current()}. Called under the manager's lock, for one
 * reload at a time.
 */
public interface ReloadParticipant {

    /** What is wrong with a configuration that could be read; empty: nothing. Changes nothing. */
    List<ConfigFault> check(ConfigSnapshot next);

    /**
     * Does what the new configuration asks for. It has been checked, and counts already. Must not fail.
     *
     * @param modules newly configured, in the order of those at work; empty when only another file was read
     */
    ReloadResult apply(ConfigSnapshot now, List<ConfigSnapshot.ConfiguredModule> modules);
}
