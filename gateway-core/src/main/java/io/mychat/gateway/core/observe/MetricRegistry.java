package io.mychat.gateway.core.observe;

import io.mychat.gateway.spi.event.Metric;
import io.mychat.gateway.spi.event.MetricSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** All metrics of a gateway, computed at each request. Thread-safe; never blocks. */
public final class MetricRegistry implements MetricSource {

    private static final Logger log = LoggerFactory.getLogger(MetricRegistry.class);

    private final List<MetricSource> sources;

    public MetricRegistry(Collection<? extends MetricSource> sources) {
        this.sources = List.copyOf(sources);
    }

    /** The metrics of all sources. A source that fails is omitted and counted. */
    @Override
    public List<Metric> metrics() {
        List<Metric> all = new ArrayList<>();
        int failed = 0;
        for (MetricSource source : sources) {
            try {
                all.addAll(source.metrics());
            } catch (RuntimeException e) {
                failed++;
                log.debug("The metrics of {} cannot be read", source.getClass().getName(), e);
            }
        }
        all.add(Metric.gauge("metric_sources_failed", "Sources of metrics that failed at this request.", failed));
        return all;
    }
}
