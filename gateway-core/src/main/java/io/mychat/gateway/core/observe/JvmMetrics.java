package io.mychat.gateway.core.observe;

import io.mychat.gateway.spi.event.Metric;
import io.mychat.gateway.spi.event.MetricSource;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ClassLoadingMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryMXBean;
import java.lang.management.MemoryUsage;
import java.lang.management.ThreadMXBean;
import java.util.ArrayList;
import java.util.List;

/**
 * Memory, threads and classes of the JVM, under the names of the Prometheus Java client (simpleclient and client_java 1), so
 * that dashboards for any JVM fit. Thread-safe.
 */
public final class JvmMetrics implements MetricSource {

    private static final String AREA = "area";

    /** The beans are asked for here, and not at the start, which has no use for them. */
    @Override
    public List<Metric> metrics() {
        MemoryMXBean memory = ManagementFactory.getMemoryMXBean();
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        ClassLoadingMXBean classes = ManagementFactory.getClassLoadingMXBean();
        List<BufferPoolMXBean> pools = ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class);
        List<Metric> metrics = new ArrayList<>();
        memory(metrics, "heap", memory.getHeapMemoryUsage());
        memory(metrics, "nonheap", memory.getNonHeapMemoryUsage());
        for (BufferPoolMXBean pool : pools) {
            metrics.add(Metric.gauge(
                            "jvm_buffer_pool_used_bytes", "Memory of buffers outside the heap.", pool.getMemoryUsed())
                    .with("pool", pool.getName()));
        }
        metrics.add(Metric.gauge("jvm_threads_current", "Platform threads.", threads.getThreadCount()));
        metrics.add(Metric.gauge(
                "jvm_threads_daemon", "Platform threads that are daemons.", threads.getDaemonThreadCount()));
        metrics.add(Metric.gauge(
                "jvm_threads_peak", "Most platform threads at once since the start.", threads.getPeakThreadCount()));
        metrics.add(Metric.counter(
                "jvm_threads_started_total", "Started platform threads.", threads.getTotalStartedThreadCount()));
        metrics.add(Metric.gauge(
                "jvm_classes_currently_loaded", "Classes that are loaded now.", classes.getLoadedClassCount()));
        metrics.add(Metric.counter(
                "jvm_classes_loaded_total", "Classes loaded since the start.", classes.getTotalLoadedClassCount()));
        metrics.add(Metric.counter(
                "jvm_classes_unloaded_total", "Classes unloaded since the start.", classes.getUnloadedClassCount()));
        return metrics;
    }

    private static void memory(List<Metric> metrics, String area, MemoryUsage usage) {
        metrics.add(Metric.gauge("jvm_memory_used_bytes", "Used memory of the JVM.", usage.getUsed())
                .with(AREA, area));
        metrics.add(Metric.gauge("jvm_memory_committed_bytes", "Reserved memory of the JVM.", usage.getCommitted())
                .with(AREA, area));
        metrics.add(Metric.gauge("jvm_memory_max_bytes", "Most memory of the JVM; -1: no limit.", usage.getMax())
                .with(AREA, area));
    }
}
