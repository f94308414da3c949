package io.mychat.gateway.core;

import io.mychat.gateway.spi.event.Metric;
import io.mychat.gateway.spi.event.MetricSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.stream.Stream;

/**
 * The thread pools, by name. With virtual threads there are no pools, and the numbers are 0: whatever is handed over runs at
 * once, and those who hand it over bound it.
 */
record PoolMetrics(Map<String, ExecutorService> pools) implements MetricSource {

    @Override
    public List<Metric> metrics() {
        return pools.entrySet().stream()
                .flatMap(pool -> metrics(pool.getValue()).map(metric -> metric.with("pool", pool.getKey())))
                .toList();
    }

    private static Stream<Metric> metrics(ExecutorService executor) {
        int busy = 0;
        int threads = 0;
        int waiting = 0;
        if (executor instanceof ThreadPoolExecutor pool) {
            busy = pool.getActiveCount();
            threads = pool.getMaximumPoolSize();
            waiting = pool.getQueue().size();
        }
        return Stream.of(
                Metric.gauge("pool_threads_busy", "Threads at work; 0 with virtual threads.", busy),
                Metric.gauge("pool_threads_limit", "Threads that there may be; 0 with virtual threads.", threads),
                Metric.gauge("pool_waiting", "Work that waits for a thread.", waiting));
    }
}
