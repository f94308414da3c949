package io.mychat.gateway.core.config.reading;

import io.mychat.gateway.core.config.PluginsConfig;
import io.mychat.gateway.core.config.PluginsConfig.HookTerms;
import io.mychat.gateway.core.config.PluginsConfig.PluginLimits;
import io.mychat.gateway.core.config.json.JsonConfigSection;
import io.mychat.gateway.spi.hook.HookKind;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** Reads section {@code plugins} without the settings of the plug-ins themselves. */
final class PluginsReader {

    private PluginsReader() {}

    static PluginsConfig read(JsonConfigSection section) {
        PluginLimits defaults = RecordReader.read(PluginLimits.class, section, Map.of("hooks", Map.of()));
        JsonConfigSection limits = section.section("limits");
        Map<String, PluginLimits> byName = new LinkedHashMap<>();
        for (String plugin : limits.keys()) {
            byName.put(plugin, limits(limits.section(plugin), defaults));
        }
        // Opened here, so that the settings of a plug-in that is not there are unknown keys.
        section.section("settings");
        return RecordReader.read(PluginsConfig.class, section, Map.of("defaults", defaults, "limits", byName));
    }

    private static PluginLimits limits(JsonConfigSection section, PluginLimits defaults) {
        return new PluginLimits(
                section.integer("threads", defaults.threads()),
                section.integer("queue_size", defaults.queueSize()),
                section.integer("max_timers", defaults.maxTimers()),
                section.integer("event_queue_size", defaults.eventQueueSize()),
                section.duration("lifecycle_timeout_ms", defaults.lifecycleTimeout()),
                section.duration("hook_timeout_ms", defaults.hookTimeout()),
                hooks(section.section("hooks")));
    }

    private static Map<HookKind, HookTerms> hooks(JsonConfigSection section) {
        Map<HookKind, HookTerms> hooks = new EnumMap<>(HookKind.class);
        for (HookKind kind : HookKind.values()) {
            String key = kind.name().toLowerCase(Locale.ROOT);
            if (section.keys().contains(key)) {
                hooks.put(kind, RecordReader.read(HookTerms.class, section.section(key)));
            }
        }
        return hooks;
    }
}
