package io.mychat.gateway.core.config.reading;

import io.mychat.gateway.core.config.PluginsConfig;
import io.mychat.gateway.core.config.PluginsConfig.PluginLimits;
import io.mychat.gateway.core.config.json.JsonConfigSection;
import java.util.LinkedHashMap;
import java.util.Map;

/** Reads section {@code plugins} without the settings of the plug-ins themselves. */
final class PluginsReader {

    private PluginsReader() {}

    static PluginsConfig read(JsonConfigSection section) {
        PluginLimits defaults = RecordReader.read(PluginLimits.class, section);
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
                section.duration("lifecycle_timeout_ms", defaults.lifecycleTimeout()));
    }
}
