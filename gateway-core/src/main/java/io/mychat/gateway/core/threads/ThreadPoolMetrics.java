package io.mychat.gateway.core.threads;

import io.mychat.gateway.spi.event.Metric;
import io.mychat.gateway.spi.event.MetricSource;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The metrics of the thread pools, by name. With virtual threads there are no pools, and the values are 0: a submitted
 * task runs at once, and the submitters bound the number of tasks.
 */
public record ThreadPoolMetrics(Map<String, Workers> pools) implements MetricSource {

    @Override
    public List<Metric> metrics() {
        return pools.entrySet().stream()
                .flatMap(pool -> metrics(pool.getValue()).map(metric -> metric.with("pool", pool.getKey())))
                .toList();
    }

    private static Stream<Metric> metrics(Workers pool) {
        return Stream.of(
                Metric.gauge("pool_threads_busy", "Busy threads; 0 with virtual threads.", pool.busy()),
                Metric.gauge("pool_threads_limit", "Most threads; 0 with virtual threads.", pool.limit()),
                Metric.gauge("pool_waiting", "Tasks that wait for a thread.", pool.waiting()),
                Metric.counter("pool_thread_failures_total", "Times that the JVM could not start a thread.", (double)
                        pool.failures()));
    }
}
