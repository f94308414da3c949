package io.mychat.gateway.core.config.reading;

import io.mychat.gateway.core.config.ConfigFile;
import io.mychat.gateway.core.config.json.JsonConfigSection;
import io.mychat.gateway.core.config.json.JsonPath;
import io.mychat.gateway.core.config.json.Suggestion;
import java.util.Optional;
import java.util.Set;

/**
 * Reports the keys that no reader has read. When the module of such a key is missing, the fault says how to make it
 * available.
 */
public final class UnknownKeyCheck {

    private final ModulePresence modules;

    public UnknownKeyCheck(ModulePresence modules) {
        this.modules = modules;
    }

    public void report(JsonConfigSection section) {
        Set<String> asked = Set.copyOf(section.asked());
        for (String key : section.keys()) {
            if (!asked.contains(key)) {
                section.fault(key, message(section, key, asked));
            }
        }
        for (JsonConfigSection opened : section.opened()) {
            report(opened);
        }
    }

    private String message(JsonConfigSection section, String key, Set<String> asked) {
        if (section.path().equals(JsonPath.ROOT)) {
            return rootMessage(key, asked);
        }
        String suggestion = Suggestion.didYouMean(key, asked);
        // An opened section of a module has a reader, regardless of its name.
        return suggestion.isEmpty()
                ? missingReader(section.path())
                        .filter(module -> module.sharesSection())
                        .map(this::missing)
                        .orElse("unknown key")
                : "unknown key" + suggestion;
    }

    private String rootMessage(String key, Set<String> asked) {
        if (ConfigFile.of(key) != ConfigFile.GATEWAY) {
            return "belongs in " + ConfigFile.of(key).fileName();
        }
        return missingReader(JsonPath.child(JsonPath.ROOT, key))
                .map(this::missing)
                .orElseGet(() -> "unknown key" + Suggestion.didYouMean(key, asked));
    }

    private String missing(KnownModule module) {
        return "nobody reads this; " + modules.advice(module);
    }

    /** The missing module that reads this section. */
    private Optional<KnownModule> missingReader(String sectionPath) {
        String section = sectionPath.substring(sectionPath.lastIndexOf('.') + 1);
        return JsonPath.child(JsonPath.ROOT, section).equals(sectionPath)
                ? KnownModule.reading(section).filter(module -> !modules.isFound(module))
                : Optional.empty();
    }
}
