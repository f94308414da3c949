package io.mychat.gateway.alerts;

import io.mychat.gateway.alerts.AlertService.AlertThreads;
import io.mychat.gateway.alerts.rule.DefaultRules;
import io.mychat.gateway.spi.GatewayView;
import io.mychat.gateway.spi.alert.AlertChannel;
import io.mychat.gateway.spi.config.SettingFault;
import io.mychat.gateway.spi.event.Metric;
import io.mychat.gateway.spi.event.MetricSource;
import io.mychat.gateway.spi.session.IdempotencyStore;
import io.mychat.gateway.testkit.ManualTime;
import io.mychat.gateway.testkit.MapSection;
import io.mychat.gateway.testkit.alert.InMemoryAlertChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Nodes with the module, a channel that the program brings, and metrics that the test sets. Everything happens inside
 * {@link ManualTime#advance}.
 */
final class AlertsFixture {

    final ManualTime time = new ManualTime();
    final FakeClaims claims = new FakeClaims(time);

    /** One gateway. */
    final class Node {
        final InMemoryAlertChannel channel = new InMemoryAlertChannel("host");
        final Map<String, Metric> metrics = new TreeMap<>();
        final AlertService service;
        /** How often all metrics were asked for. */
        int measurements;

        Node(String nodeId, Map<String, ?> settings) {
            service = new AlertService(
                    read(settings), nodeId, time, new AlertThreads(Runnable::run, Runnable::run, () -> {}));
        }

        List<SettingFault> attach() {
            return service.attach(view());
        }

        GatewayView view() {
            return new View(this::measured, claims, List.of(channel));
        }

        private List<Metric> measured() {
            measurements++;
            return List.copyOf(metrics.values());
        }

        void gauge(String name, double value) {
            metrics.put(name, Metric.gauge(name, "", value));
        }

        double metric(String name, String label) {
            return service.metrics().stream()
                    .filter(metric ->
                            metric.name().equals(name) && metric.labels().containsValue(label))
                    .findFirst()
                    .orElseThrow()
                    .value();
        }
    }

    private record View(MetricSource metrics, IdempotencyStore idempotencyStore, List<AlertChannel> alertChannels)
            implements GatewayView {}

    /** A node with this rule only, and no grouping, unless the settings say otherwise. */
    Node node(String nodeId, String rule, Map<String, ?> keys, Map<String, ?> settings) {
        Map<String, Object> rules = new HashMap<>();
        for (String other : DefaultRules.byName().keySet()) {
            rules.put(other, Map.of("enabled", false));
        }
        rules.put(rule, keys);
        Map<String, Object> all = new HashMap<>(Map.of("group_seconds", 0, "repeat_seconds", 0));
        all.putAll(settings);
        all.put("rules", rules);
        Node node = new Node(nodeId, all);
        node.gauge("connections", 0);
        return node;
    }

    AlertsSettings read(Map<String, ?> settings) {
        MapSection section = new MapSection(new AlertsModuleProvider(), "alerts", settings);
        AlertsSettings read = new SettingsReader(section.in(Path.of("."), time)).read();
        if (!section.faults().isEmpty()) {
            throw new IllegalArgumentException(section.faults().toString());
        }
        return read;
    }

    void seconds(int seconds) {
        time.advance(Duration.ofSeconds(seconds));
    }
}
