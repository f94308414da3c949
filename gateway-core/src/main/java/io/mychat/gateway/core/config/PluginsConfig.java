package io.mychat.gateway.core.config;

import io.mychat.gateway.spi.hook.HookKind;
import io.mychat.gateway.spi.hook.OnFailure;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * Section {@code plugins}: where plug-ins are and what each may take. The key {@code settings} belongs to the plug-ins
 * themselves.
 *
 * @param directory a directory of jars; empty: only plug-ins of the program
 * @param sample the time between two readings of a plug-in's metrics and health
 * @param hookThreads how many logins, and how many messages, wait for hooks at once
 * @param defaults of all plug-ins
 * @param limits of single plug-ins, by name
 * @since 0.1.0
 */
public record PluginsConfig(
        Optional<Path> directory,
        Duration sample,
        int hookThreads,
        PluginLimits defaults,
        Map<String, PluginLimits> limits) {

    public PluginsConfig {
        limits = Map.copyOf(limits);
    }

    /** The limits of a plug-in. */
    public PluginLimits of(String plugin) {
        return limits.getOrDefault(plugin, defaults);
    }

    /**
     * What one plug-in may take. Each component is the key of the same name, in {@code plugins} for all plug-ins and in
     * {@code plugins.limits.<name>} for one, described in docs/configuration.md.
     */
    public record PluginLimits(
            int threads,
            int queueSize,
            int maxTimers,
            int eventQueueSize,
            Duration lifecycleTimeout,
            Duration hookTimeout,
            Map<HookKind, HookTerms> hooks) {

        public PluginLimits {
            hooks = Map.copyOf(hooks);
        }

        /** What the operator says of a hook. */
        public HookTerms of(HookKind kind) {
            return hooks.getOrDefault(kind, HookTerms.NONE);
        }
    }

    /** {@code plugins.limits.<name>.hooks.<kind>}; what is empty is as the plug-in says. */
    public record HookTerms(Optional<Long> order, Optional<Duration> timeout, Optional<OnFailure> onFailure) {

        static final HookTerms NONE = new HookTerms(Optional.empty(), Optional.empty(), Optional.empty());
    }
}
