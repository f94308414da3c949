package io.mychat.gateway.alerts;

import io.mychat.gateway.alerts.channel.ChannelResources;
import io.mychat.gateway.alerts.channel.ChannelSettings;
import io.mychat.gateway.alerts.delivery.ChannelSender;
import io.mychat.gateway.alerts.delivery.DeliveryCounts;
import io.mychat.gateway.alerts.delivery.Receipt;
import io.mychat.gateway.alerts.engine.AlertSink;
import io.mychat.gateway.alerts.rule.Rule;
import io.mychat.gateway.spi.alert.Alert;
import io.mychat.gateway.spi.alert.AlertChannel;
import io.mychat.gateway.spi.alert.AlertSeverity;
import io.mychat.gateway.spi.event.Metric;
import io.mychat.gateway.spi.event.Metric.Kind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.ToDoubleFunction;

/**
 * The channels of the gateway, each with its sender. Thread-safe: a reload replaces the map, which is never changed, and
 * only one thread reloads at a time.
 */
final class ChannelSenders implements AlertSink, AutoCloseable {

    /** Failed attempts in a row after which a channel counts as failing. */
    private static final int FAILING = 3;

    private final ChannelResources resources;
    private final ChannelSender.Dependencies dependencies;
    private final Map<String, DeliveryCounts> counts = new ConcurrentHashMap<>();
    private volatile Map<String, Target> targets = Map.of();

    /** @param settings empty: the program has brought the channel */
    private record Target(AlertSeverity minSeverity, Optional<ChannelSettings> settings, ChannelSender sender) {}

    ChannelSenders(ChannelResources resources, ChannelSender.Dependencies dependencies) {
        this.resources = resources;
        this.dependencies = dependencies;
    }

    /** Replaces channels; one whose settings have not changed goes on, and what waits for a changed one is kept. */
    void adopt(AlertsSettings settings, List<AlertChannel> brought) {
        Map<String, Target> before = targets;
        Map<String, Target> next = new TreeMap<>();
        for (AlertChannel channel : brought) {
            next.put(channel.name(), target(before, settings, channel, AlertSeverity.INFO, Optional.empty()));
        }
        settings.channels().forEach((name, channel) -> {
            Target present = before.get(name);
            Optional<ChannelSettings> own = Optional.of(channel.settings());
            AlertChannel open = present != null && present.settings().equals(own)
                    ? present.sender().channel()
                    : channel.settings().open(name, resources);
            next.put(name, target(before, settings, open, channel.minSeverity(), own));
        });
        targets = next;
        counts.keySet().retainAll(next.keySet());
        before.forEach((name, target) -> {
            Target successor = next.get(name);
            if (successor == null) {
                target.sender().close();
            } else if (successor.sender() != target.sender()) {
                target.sender().handOver(successor.sender());
            }
        });
    }

    private Target target(
            Map<String, Target> before,
            AlertsSettings settings,
            AlertChannel channel,
            AlertSeverity minSeverity,
            Optional<ChannelSettings> own) {
        Target present = before.get(channel.name());
        ChannelSender sender = present != null
                        && present.sender().channel() == channel
                        && present.sender().settings().equals(settings.delivery())
                ? present.sender()
                : new ChannelSender(
                        channel,
                        settings.delivery(),
                        counts.computeIfAbsent(channel.name(), name -> new DeliveryCounts()),
                        dependencies);
        return new Target(minSeverity, own, sender);
    }

    @Override
    public void send(Rule rule, Alert alert, Consumer<Boolean> settled) {
        List<String> named = rule.notice().channels();
        List<ChannelSender> chosen = targets.entrySet().stream()
                .filter(target -> named.isEmpty() || named.contains(target.getKey()))
                .map(Map.Entry::getValue)
                .filter(target -> alert.severity().compareTo(target.minSeverity()) >= 0)
                .map(Target::sender)
                .toList();
        if (chosen.isEmpty()) {
            // The log has it.
            settled.accept(true);
            return;
        }
        Receipt receipt = new Receipt(chosen.size(), settled);
        chosen.forEach(sender -> sender.offer(alert, receipt));
    }

    /** The names of the channels that have failed several times in a row. */
    List<String> failing() {
        return counts.entrySet().stream()
                .filter(count -> count.getValue().failuresInARow() >= FAILING)
                .map(Map.Entry::getKey)
                .sorted()
                .toList();
    }

    List<Metric> metrics() {
        List<Metric> metrics = new ArrayList<>();
        targets.forEach((name, target) -> {
            metrics.add(Metric.gauge(
                            "alerts_pending",
                            "Alerts that wait for a channel.",
                            target.sender().pending())
                    .with("channel", name));
            metrics.add(Metric.gauge(
                            "alerts_pending_limit",
                            "Alerts that may wait for a channel.",
                            target.sender().settings().maxPending())
                    .with("channel", name));
        });
        add(metrics, "alert_notifications_sent_total", "Notifications that a channel took.", DeliveryCounts::sent);
        add(
                metrics,
                "alert_attempts_failed_total",
                "Attempts to send a notification that failed.",
                DeliveryCounts::attemptsFailed);
        add(
                metrics,
                "alert_notifications_abandoned_total",
                "Notifications that were given up.",
                DeliveryCounts::abandoned);
        add(metrics, "alerts_dropped_total", "Alerts that a channel had no room for.", DeliveryCounts::dropped);
        return metrics;
    }

    private void add(List<Metric> metrics, String name, String help, ToDoubleFunction<DeliveryCounts> value) {
        counts.forEach((channel, count) -> metrics.add(
                new Metric(name, Kind.COUNTER, help, Map.of("channel", channel), value.applyAsDouble(count))));
    }

    /** Sends what waits, because the gateway stops; waits for the channels together for so long, in real time. */
    void flush(Duration atMost) {
        List<ChannelSender> all = targets.values().stream().map(Target::sender).toList();
        all.forEach(ChannelSender::flush);
        long end = System.nanoTime() + atMost.toNanos();
        try {
            for (ChannelSender sender : all) {
                sender.awaitFlushed(Duration.ofNanos(Math.max(0, end - System.nanoTime())));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        targets.values().forEach(target -> target.sender().close());
    }
}
