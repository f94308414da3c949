package io.mychat.gateway.alerts;

import io.mychat.gateway.alerts.channel.ChannelResources;
import io.mychat.gateway.alerts.delivery.ChannelSender;
import io.mychat.gateway.alerts.engine.AlertEngine;
import io.mychat.gateway.spi.GatewayView;
import io.mychat.gateway.spi.alert.ActiveAlerts;
import io.mychat.gateway.spi.alert.Alert;
import io.mychat.gateway.spi.alert.AlertNotification;
import io.mychat.gateway.spi.alert.AlertSeverity;
import io.mychat.gateway.spi.config.SettingFault;
import io.mychat.gateway.spi.event.HealthIndicator;
import io.mychat.gateway.spi.event.Metric;
import io.mychat.gateway.spi.event.MetricSource;
import io.mychat.gateway.spi.event.RateLimitedLog;
import io.mychat.gateway.spi.time.TimeSource;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs the engine in intervals, on a thread of its own, and reports how it is. Thread-safe: the monitor guards the
 * start, a reload and the end; the engine belongs to its thread.
 */
final class AlertService implements ActiveAlerts, MetricSource, HealthIndicator, AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(AlertService.class);

    private final String nodeId;
    private final TimeSource time;
    private final AlertThreads threads;
    private final ChannelSenders channels;

    private final RateLimitedLog failures;
    private AlertsSettings settings;
    private @Nullable GatewayView gateway;
    private TimeSource.@Nullable Timer timer;
    private boolean closed;
    private volatile @Nullable AlertEngine engine;

    /**
     * Where the work is done.
     *
     * @param engine runs tasks one after the other
     * @param channels runs as many tasks at a time as there are channels
     */
    record AlertThreads(Executor engine, Executor channels, Runnable close) {}

    AlertService(AlertsSettings settings, String nodeId, TimeSource time, AlertThreads threads) {
        this.settings = settings;
        this.nodeId = nodeId;
        this.time = time;
        this.failures = RateLimitedLog.withCauses(log::error, time);
        this.threads = threads;
        this.channels = new ChannelSenders(
                new ChannelResources(time),
                new ChannelSender.Dependencies(time, threads.channels(), this::notification));
    }

    static AlertService create(AlertsSettings settings, String nodeId, TimeSource time) {
        return new AlertService(settings, nodeId, time, WorkerThreads.create());
    }

    private synchronized AlertNotification notification(Instant at, List<Alert> alerts) {
        return settings.engine().messages().notification(UUID.randomUUID().toString(), at, nodeId, alerts);
    }

    /** Starts to watch the gateway, unless there are faults. */
    synchronized List<SettingFault> attach(GatewayView view) {
        gateway = view;
        List<SettingFault> faults = faults(settings);
        if (faults.isEmpty()) {
            channels.adopt(settings, view.alertChannels());
            engine = new AlertEngine(
                    settings.engine(),
                    view.idempotencyStore(),
                    new AlertEngine.Dependencies(nodeId, view.metrics(), time, threads.engine(), channels));
            schedule();
        }
        return faults;
    }

    /** The faults of settings that only the running gateway shows. */
    synchronized List<SettingFault> faults(AlertsSettings next) {
        GatewayView view = gateway;
        return view == null ? List.of() : new AttachCheck(next, view).faults();
    }

    /** Replaces the settings; the engine changes with its next task. */
    synchronized void adopt(AlertsSettings next) {
        GatewayView view = gateway;
        AlertEngine running = engine;
        settings = next;
        if (view == null || running == null || closed) {
            return;
        }
        channels.adopt(next, view.alertChannels());
        execute(() -> running.adopt(next.engine()));
    }

    private synchronized void schedule() {
        if (!closed) {
            timer = time.schedule(settings.engine().pace().interval(), () -> execute(this::look));
        }
    }

    private void execute(Runnable task) {
        try {
            threads.engine().execute(task);
        } catch (RejectedExecutionException e) {
            log.debug("The gateway stops", e);
        }
    }

    private void look() {
        AlertEngine running = engine;
        try {
            if (running != null && isEnabled()) {
                running.evaluate();
            }
        } catch (RuntimeException | LinkageError e) {
            // The next look may succeed; without one nobody would be told anything.
            failures.log("The alert rules could not be evaluated", e);
        } finally {
            schedule();
        }
    }

    private synchronized boolean isEnabled() {
        return settings.enabled();
    }

    @Override
    public boolean isWatching() {
        return engine != null && isEnabled();
    }

    @Override
    public List<Alert> firing() {
        AlertEngine running = engine;
        return running == null || !isEnabled() ? List.of() : running.firing();
    }

    @Override
    public List<Metric> metrics() {
        List<Metric> metrics = new ArrayList<>(channels.metrics());
        AlertEngine running = engine;
        Map<AlertSeverity, Long> firing = running == null
                ? Map.of()
                : running.firing().stream().collect(Collectors.groupingBy(Alert::severity, Collectors.counting()));
        for (AlertSeverity severity : AlertSeverity.values()) {
            metrics.add(
                    Metric.gauge("alerts_firing", "Alerts of this node that fire.", firing.getOrDefault(severity, 0L))
                            .with("severity", severity.name().toLowerCase(Locale.ROOT)));
        }
        return metrics;
    }

    @Override
    public String component() {
        return "alerts";
    }

    /** Degraded when a channel has failed several times in a row: somebody may not learn of an alert. */
    @Override
    public Status status() {
        return channels.failing().isEmpty() ? Status.HEALTHY : Status.DEGRADED;
    }

    @Override
    public List<String> warnings() {
        return channels.failing().stream()
                .map(name -> "alert channel '" + name + "' fails: look at the log, then try: alerts test " + name)
                .toList();
    }

    private synchronized Duration flushTime() {
        return settings.delivery().stopTimeout();
    }

    /** Lets channels have what waits, for a bounded time; the loss of the rest is logged. */
    @Override
    public void close() {
        synchronized (this) {
            closed = true;
            if (timer != null) {
                timer.cancel();
            }
        }
        channels.flush(flushTime());
        channels.close();
        threads.close().run();
    }
}
