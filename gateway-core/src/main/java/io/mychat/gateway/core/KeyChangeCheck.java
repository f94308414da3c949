package io.mychat.gateway.core;

import io.mychat.gateway.core.config.ConfigFault;
import io.mychat.gateway.core.config.ConfigSnapshot;
import io.mychat.gateway.core.config.ConfigSnapshot.ConfiguredModule;
import io.mychat.gateway.core.config.security.AuditKey;
import io.mychat.gateway.core.reload.ConfigManager;
import io.mychat.gateway.core.reload.ReloadParticipant;
import io.mychat.gateway.spi.ReloadResult;
import java.util.ArrayList;
import java.util.List;

/** Refuses a reload that gives an audit key another secret under the same id: nobody could tell the two apart. */
final class KeyChangeCheck implements ReloadParticipant {

    private final ConfigManager configuration;
    private final ReloadParticipant participant;

    /** @param participant makes all other checks, and applies */
    KeyChangeCheck(ConfigManager configuration, ReloadParticipant participant) {
        this.configuration = configuration;
        this.participant = participant;
    }

    @Override
    public List<ConfigFault> check(ConfigSnapshot next, List<ConfiguredModule> running) {
        List<ConfigFault> faults = new ArrayList<>(participant.check(next, running));
        List<AuditKey> before = configuration.current().gateway().audit().keys();
        for (AuditKey key : next.gateway().audit().keys()) {
            if (before.stream().anyMatch(known -> known.id().equals(key.id()) && !known.equals(key))) {
                faults.add(new ConfigFault(
                        configuration.label(),
                        "$.audit.key_id",
                        "the key " + key.id()
                                + " has another secret than before: give the new key another id, and move the"
                                + " old one to audit.previous_keys"));
            }
        }
        return faults;
    }

    @Override
    public ReloadResult apply(ConfigSnapshot now, List<ConfiguredModule> modules) {
        return participant.apply(now, modules);
    }
}
