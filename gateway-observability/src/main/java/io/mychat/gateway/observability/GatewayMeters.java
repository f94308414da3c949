package io.mychat.gateway.observability;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.FunctionTimer;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.mychat.gateway.spi.event.HistogramSnapshot;
import io.mychat.gateway.spi.event.Metric;
import io.mychat.gateway.spi.event.MetricSource;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Binds the metrics of a gateway to the host's Micrometer registry: counters as function counters, gauges as gauges, and
 * histograms as function timers (number and total time) with gauges {@code <name>.histogram} for the buckets, tagged
 * {@code le}, as Micrometer itself publishes buckets where a registry has no form for them. In Prometheus the names are
 * those of the gateway's own exposition, except for the buckets.
 *
 * <p>Metrics of the JVM and the process are left out: the host binds Micrometer's own. Samples with new labels are added
 * while the registry is read. The source is asked at most once a second, however many meters are read. Thread-safe. One
 * object binds to one registry.
 *
 * @since 0.1.0
 */
public final class GatewayMeters implements MeterBinder {

    private static final String PREFIX = "mychat.";
    private static final String TOTAL = "_total";
    private static final String SECONDS = "_seconds";
    private static final List<String> OF_THE_HOST = List.of("jvm_", "process_");

    private final MetricSource source;
    private final Tags tags;

    /**
     * @param source the gateway, such as {@code server.metrics()}
     * @param tags of every meter; different ones tell two gateways of one process apart
     */
    public GatewayMeters(MetricSource source, Tags tags) {
        this.source = source;
        this.tags = tags;
    }

    /** As {@link #GatewayMeters(MetricSource, Tags)}, without tags. */
    public GatewayMeters(MetricSource source) {
        this(source, Tags.empty());
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        Samples samples = new Samples(source, registry.config().clock(), metric -> bind(registry, metric));
        // Meters hold what they read weakly, but for this one: all live as long as the registry.
        Gauge.builder(PREFIX + "meters", samples, Samples::size)
                .description("Metrics of the gateway that are bound to this registry.")
                .tags(tags)
                .strongReference(true)
                .register(registry);
        samples.refresh();
    }

    private void bind(MeterRegistry registry, Sample sample) {
        Metric metric = sample.first();
        if (OF_THE_HOST.stream().anyMatch(metric.name()::startsWith)) {
            return;
        }
        Tags all = tags;
        for (var label : metric.labels().entrySet()) {
            all = all.and(label.getKey(), label.getValue());
        }
        switch (metric.kind()) {
            case COUNTER ->
                FunctionCounter.builder(name(metric, TOTAL), sample, Sample::value)
                        .description(metric.help())
                        .tags(all)
                        .register(registry);
            case GAUGE ->
                Gauge.builder(name(metric, ""), sample, Sample::value)
                        .description(metric.help())
                        .tags(all)
                        .register(registry);
            case HISTOGRAM -> bindHistogram(registry, sample, all);
        }
    }

    private static void bindHistogram(MeterRegistry registry, Sample sample, Tags tags) {
        Metric metric = sample.first();
        FunctionTimer.builder(name(metric, SECONDS), sample, Sample::count, Sample::sum, TimeUnit.SECONDS)
                .description(metric.help())
                .tags(tags)
                .register(registry);
        List<Double> bounds = metric.histogram().map(HistogramSnapshot::bounds).orElseThrow();
        for (int i = 0; i <= bounds.size(); i++) {
            int bucket = i;
            Gauge.builder(name(metric, SECONDS) + ".histogram", sample, read -> read.below(bucket))
                    .description(metric.help())
                    .tags(tags.and("le", i < bounds.size() ? Sample.text(bounds.get(i)) : "+Inf"))
                    .register(registry);
        }
    }

    /** The name with points, without the end that the registry's own convention adds. */
    private static String name(Metric metric, String end) {
        String name = metric.name();
        String stem = name.endsWith(end) ? name.substring(0, name.length() - end.length()) : name;
        return PREFIX + stem.replace('_', '.');
    }
}
