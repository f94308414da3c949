package io.mychat.gateway.core.plugin;

import io.mychat.gateway.core.config.ConfigException;
import io.mychat.gateway.core.config.ConfigFault;
import io.mychat.gateway.core.config.ConfigSnapshot;
import io.mychat.gateway.core.config.ConfigSnapshot.ConfiguredModule;
import io.mychat.gateway.core.config.PluginsConfig;
import io.mychat.gateway.core.hook.GatewayHooks;
import io.mychat.gateway.core.hook.HookRegistry;
import io.mychat.gateway.spi.HandlerRegistry;
import io.mychat.gateway.spi.alert.AlertChannel;
import io.mychat.gateway.spi.event.HealthIndicator;
import io.mychat.gateway.spi.event.Metric;
import io.mychat.gateway.spi.event.MetricSource;
import io.mychat.gateway.spi.time.TimeSource;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The plug-ins of one gateway, from the first to start to the last. Install, start and stop are called by one thread at
 * a time; the rest is thread-safe.
 */
public final class PluginManager implements MetricSource {

    private static final Logger log = LoggerFactory.getLogger(PluginManager.class);

    private final List<PluginRun> runs = new ArrayList<>();
    private final TimeSource time;
    private final Duration sample;
    private volatile List<PluginRun> metered = List.of();
    private volatile TimeSource.@Nullable Timer sampling;
    private volatile boolean stopped;

    /** @param ordered plug-ins behind their dependencies, see {@link #order} */
    public PluginManager(List<InstalledPlugin> ordered, ConfigSnapshot configuration, TimeSource time) {
        PluginsConfig config = configuration.gateway().plugins();
        this.time = time;
        this.sample = config.sample();
        for (InstalledPlugin plugin : ordered) {
            PluginModuleProvider.Configured settings = configuration.modules().stream()
                    .map(ConfiguredModule::module)
                    .flatMap(module -> PluginModuleProvider.of(module, plugin.name()).stream())
                    .findFirst()
                    .orElseGet(() -> new PluginModuleProvider.Configured(plugin.name(), Optional.empty()));
            runs.add(new PluginRun(plugin, settings, config.of(plugin.name()), time));
        }
        metered = List.copyOf(runs);
    }

    /** Sorts plug-ins so that each stands behind its dependencies, and reports what cannot be. */
    public static List<InstalledPlugin> order(Collection<InstalledPlugin> found, Consumer<ConfigFault> faults) {
        return PluginOrder.of(found, faults);
    }

    /** The health of each plug-in. */
    public List<HealthIndicator> health() {
        return runs.stream().<HealthIndicator>map(run -> run.sampler).toList();
    }

    /** The plug-ins that carry alerts. */
    public List<AlertChannel> alertChannels() {
        List<AlertChannel> channels = new ArrayList<>();
        for (PluginRun run : runs) {
            if (run.plugin() instanceof AlertChannel channel) {
                channels.add(new PluginAlertChannel(run.name(), channel, run.threads));
            }
        }
        return channels;
    }

    /** Lets the plug-ins declare their commands for a check; all faults are reported. */
    public void declare(HandlerRegistry registry, Consumer<ConfigFault> faults) {
        for (PluginRun run : runs) {
            try {
                run.declare(registry);
            } catch (ExecutionException e) {
                faults.accept(run.installed().fault(PluginFailure.text(e)));
            }
        }
    }

    /**
     * Lets the plug-ins declare their commands.
     *
     * @throws ConfigException with the fault of the first one that fails
     */
    public void install(PluginHost gateway) {
        for (PluginRun run : runs) {
            try {
                run.install(gateway);
            } catch (ExecutionException e) {
                throw failed(run, PluginFailure.causeOf(e));
            }
        }
    }

    /**
     * Starts the plug-ins, one after the other.
     *
     * @return their hooks
     * @throws ConfigException with the fault of the first one that fails; {@link #stop} then stops those before it
     */
    public GatewayHooks start() {
        for (PluginRun run : runs) {
            try {
                run.start();
            } catch (ExecutionException e) {
                throw failed(run, PluginFailure.causeOf(e));
            }
            log.info("Plug-in {} has started ({})", run.name(), run.installed().origin());
        }
        sampleLater();
        return HookRegistry.all(runs.stream().map(run -> run.hooks).toList());
    }

    private static ConfigException failed(PluginRun run, Throwable cause) {
        ConfigException fault = new ConfigException(List.of(run.installed().fault(PluginFailure.text(cause))));
        fault.initCause(cause);
        return fault;
    }

    private void sampleLater() {
        if (!stopped && !runs.isEmpty()) {
            sampling = time.schedule(sample, this::sample);
        }
    }

    private void sample() {
        metered.forEach(run -> run.sampler.read(run.threads, sample));
        sampleLater();
    }

    /** Stops the plug-ins, the last one first, and forgets them. Never throws. */
    public void stop() {
        stopped = true;
        TimeSource.Timer timer = sampling;
        if (timer != null) {
            timer.cancel();
        }
        for (int i = runs.size() - 1; i >= 0; i--) {
            runs.get(i).stop();
        }
        metered = List.of();
        runs.clear();
    }

    /** Releases plug-ins that were never started. */
    public void abandon() {
        runs.forEach(PluginRun::abandon);
    }

    @Override
    public List<Metric> metrics() {
        return metered.stream().flatMap(run -> run.metrics().stream()).toList();
    }
}
