package io.mychat.gateway.core.plugin;

import io.mychat.gateway.core.config.PluginsConfig.HookTerms;
import io.mychat.gateway.core.config.PluginsConfig.PluginLimits;
import io.mychat.gateway.core.event.QueuedListener;
import io.mychat.gateway.core.hook.Hook;
import io.mychat.gateway.core.hook.HookRegistry;
import io.mychat.gateway.spi.GatewayPlugin;
import io.mychat.gateway.spi.HandlerRegistry;
import io.mychat.gateway.spi.event.GatewayListener;
import io.mychat.gateway.spi.event.Metric;
import io.mychat.gateway.spi.hook.HookKind;
import io.mychat.gateway.spi.hook.HookOptions;
import io.mychat.gateway.spi.time.TimeSource;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One plug-in of one gateway, from its installation to its stop: its threads, and everything that it has registered.
 * Start and stop are called by one thread at a time; the rest is thread-safe.
 */
final class PluginRun {

    private static final Logger log = LoggerFactory.getLogger(PluginRun.class);

    private final InstalledPlugin installed;
    private final PluginModuleProvider.Configured configured;
    private final PluginLimits limits;
    private final TimeSource time;

    final PluginThreads threads;
    final PluginTimers timers;
    final PluginSampler sampler;
    final HookRegistry hooks;

    private final PluginHandlers handlers;
    private final List<QueuedListener> listeners = new CopyOnWriteArrayList<>();
    private volatile @Nullable PluginHost host;
    private volatile boolean open = true;
    private @Nullable OwnPluginContext context;

    PluginRun(
            InstalledPlugin installed,
            PluginModuleProvider.Configured configured,
            PluginLimits limits,
            TimeSource time) {
        this.installed = installed;
        this.configured = configured;
        this.limits = limits;
        this.time = time;
        this.threads = new PluginThreads(
                installed.name(), limits, installed.plugin().getClass().getClassLoader(), time);
        this.timers = new PluginTimers(threads, limits.maxTimers(), time, () -> open);
        this.sampler = new PluginSampler(installed.name());
        this.handlers = new PluginHandlers(threads);
        this.hooks = new HookRegistry(threads, this::terms);
    }

    private Hook.Terms terms(HookKind kind, HookOptions options) {
        HookTerms operator = limits.of(kind);
        return new Hook.Terms(
                Math.toIntExact(operator.order().orElse((long) options.order())),
                operator.timeout().or(options::deadline).orElse(limits.hookTimeout()),
                operator.onFailure().orElse(options.onFailure()));
    }

    InstalledPlugin installed() {
        return installed;
    }

    GatewayPlugin plugin() {
        return installed.plugin();
    }

    String name() {
        return installed.name();
    }

    PluginModuleProvider.Configured configured() {
        return configured;
    }

    TimeSource time() {
        return time;
    }

    /** The gateway, from the start to the stop of the plug-in. */
    PluginHost host() {
        PluginHost known = host;
        if (known == null || !open) {
            throw new IllegalStateException("the plug-in " + name() + " has stopped");
        }
        return known;
    }

    /** Takes handlers to the plug-in's threads. */
    HandlerRegistry registry() {
        return definition ->
                host().handlers().register(Objects.requireNonNull(definition, "definition"), handlers::elsewhere);
    }

    void listen(GatewayListener listener) {
        PluginHost known = host();
        QueuedListener queued = new QueuedListener(
                Objects.requireNonNull(listener, "listener"), threads, limits.eventQueueSize(), time);
        listeners.add(queued);
        known.listeners().add(queued);
        if (!open) {
            remove(queued, known);
        }
    }

    private static void remove(QueuedListener listener, PluginHost from) {
        from.listeners().remove(listener);
        listener.close();
    }

    /**
     * Lets the plug-in declare its commands.
     *
     * @throws ExecutionException with the plug-in's exception, or with a {@link TimeoutException}
     */
    void install(PluginHost gateway) throws ExecutionException {
        host = gateway;
        declare(registry());
    }

    /** As {@link #install}, without a gateway. */
    void declare(HandlerRegistry registry) throws ExecutionException {
        await("its install()", () -> {
            plugin().install(registry);
            return true;
        });
    }

    /** Ends a plug-in that was never started. */
    void abandon() {
        boolean unused = threads.stop();
        installed.release();
    }

    /** @throws ExecutionException with the plug-in's exception, or with a {@link TimeoutException} */
    void start() throws ExecutionException {
        OwnPluginContext own = new OwnPluginContext(this);
        context = own;
        configured.onReload(() -> reloaded(own));
        await("its start", () -> {
            plugin().start(own);
            return true;
        });
        hooks.close();
    }

    private void reloaded(OwnPluginContext own) {
        try {
            await("its reload", () -> {
                plugin().onReload(own);
                return true;
            });
        } catch (ExecutionException e) {
            threads.failed(e);
        }
    }

    /** Waits in the time of the machine: a start is awaited also while the time of a test stands still. */
    private void await(String what, Callable<Boolean> call) throws ExecutionException {
        Duration most = limits.lifecycleTimeout();
        try {
            var begun = threads.callAside(call);
            try {
                boolean unused = begun.get(most.toNanos(), TimeUnit.NANOSECONDS);
            } catch (TimeoutException e) {
                begun.cancel(true);
                throw new ExecutionException(new TimeoutException(
                        what + " took longer than plugins.lifecycle_timeout_ms, " + most.toMillis() + " ms"));
            }
        } catch (RejectedExecutionException e) {
            throw new ExecutionException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ExecutionException(e);
        }
    }

    /** Stops the plug-in, if it was started, and takes back everything that it has. Never throws. */
    void stop() {
        configured.onReload(() -> {});
        if (context != null) {
            context = null;
            try {
                await("its stop", () -> {
                    plugin().stop();
                    return true;
                });
            } catch (ExecutionException e) {
                threads.failed(e);
            }
        }
        open = false;
        PluginHost known = host;
        if (known != null) {
            listeners.forEach(listener -> remove(listener, known));
        }
        listeners.clear();
        timers.cancelAll();
        sampler.clear();
        if (!threads.stop()) {
            log.warn(
                    "Plug-in {} keeps threads busy that do not heed their interruption; its classes stay in memory",
                    name());
        }
        host = null;
        configured.forget();
        installed.release();
    }

    List<Metric> metrics() {
        List<Metric> all = new ArrayList<>(threads.metrics());
        all.add(Metric.gauge("plugin_timers", "Tasks of the plug-in that wait for their time.", timers.size()));
        all.add(Metric.gauge("plugin_timers_limit", "Most tasks that wait for their time.", limits.maxTimers()));
        all.add(Metric.gauge(
                "plugin_events_waiting",
                "Events that wait for listeners of the plug-in.",
                listeners.stream().mapToInt(QueuedListener::waiting).sum()));
        all.add(Metric.counter(
                "plugin_events_missed_total",
                "Events that listeners of the plug-in have missed, because too many waited.",
                listeners.stream().mapToLong(QueuedListener::missed).sum()));
        all.replaceAll(metric -> metric.with("plugin", name()));
        all.addAll(sampler.samples());
        return all;
    }
}
