package io.mychat.gateway.core.plugin;

import io.mychat.gateway.spi.event.HealthIndicator;
import io.mychat.gateway.spi.event.Metric;
import io.mychat.gateway.spi.event.MetricSource;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Reads the metrics and the health that a plug-in contributes, on its threads and ahead of time: a scrape never waits
 * for a plug-in. Thread-safe.
 */
final class PluginSampler implements HealthIndicator {

    /** More samples than this are left out, since each may be a time series for ever. */
    private static final int MAX_SAMPLES = 1000;
    /** Everybody may ask for the health of the gateway. */
    private static final int MAX_WARNINGS = 20;

    private static final int MAX_WARNING_LENGTH = 500;

    private final String plugin;
    private final List<MetricSource> sources = new CopyOnWriteArrayList<>();
    private final List<HealthIndicator> indicators = new CopyOnWriteArrayList<>();
    private final AtomicBoolean reading = new AtomicBoolean();
    private volatile boolean stuck;
    private volatile boolean broken;
    private volatile List<Metric> samples = List.of();
    private volatile Status status = Status.HEALTHY;
    private volatile List<String> warnings = List.of();

    PluginSampler(String plugin) {
        this.plugin = plugin;
    }

    void add(MetricSource source) {
        sources.add(source);
    }

    void add(HealthIndicator indicator) {
        indicators.add(indicator);
    }

    /** Begins a reading, unless the last one is not over: then the plug-in does not answer. */
    void read(PluginThreads threads, Duration deadline) {
        if (sources.isEmpty() && indicators.isEmpty()) {
            return;
        }
        if (!reading.compareAndSet(false, true)) {
            stuck = true;
            return;
        }
        threads.call("a reading of metrics and health", deadline, this::read).whenComplete((done, failure) -> {
            stuck = false;
            broken = failure != null;
            reading.set(false);
        });
    }

    private boolean read() {
        List<Metric> read = new ArrayList<>();
        for (MetricSource source : sources) {
            source.metrics().stream()
                    .limit(MAX_SAMPLES - read.size())
                    .forEach(metric -> read.add(copy(metric).with("plugin", plugin)));
        }
        Status worst = Status.HEALTHY;
        List<String> texts = new ArrayList<>();
        for (HealthIndicator indicator : indicators) {
            Status one = indicator.status();
            worst = one.compareTo(worst) > 0 ? one : worst;
            indicator.warnings().stream()
                    .limit(MAX_WARNINGS - texts.size())
                    .map(text ->
                            text.length() > MAX_WARNING_LENGTH ? text.substring(0, MAX_WARNING_LENGTH) + "…" : text)
                    .forEach(texts::add);
        }
        samples = List.copyOf(read);
        status = worst;
        warnings = List.copyOf(texts);
        return true;
    }

    /** A plug-in may extend nothing of a record, but its labels may be a map of its own. */
    private static Metric copy(Metric metric) {
        return new Metric(
                metric.name(), metric.kind(), metric.help(), metric.labels(), metric.value(), metric.histogram());
    }

    /** The newest samples. */
    List<Metric> samples() {
        return samples;
    }

    @Override
    public String component() {
        return "plugin_" + plugin;
    }

    @Override
    public Status status() {
        return (stuck || broken) && status == Status.HEALTHY ? Status.DEGRADED : status;
    }

    @Override
    public List<String> warnings() {
        return stuck || broken
                ? List.of("plug-in " + plugin + " does not answer when its metrics and health are read: see its log")
                : warnings;
    }

    /** Forgets everything of the plug-in. */
    void clear() {
        sources.clear();
        indicators.clear();
        samples = List.of();
        warnings = List.of();
        status = Status.HEALTHY;
        stuck = false;
        broken = false;
    }
}
