package io.mychat.gateway.core.observe;

import io.mychat.gateway.spi.event.Metric;
import io.mychat.gateway.spi.event.MetricSource;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Memory, processor time and start of this process, under the names that all clients of Prometheus use. The source is the
 * JVM and, on Linux, {@code /proc}. Thread-safe.
 */
public final class ProcessMetrics implements MetricSource {

    private static final Path STATUS = Path.of("/proc/self/status");
    private static final String RESIDENT = "VmRSS:";
    private static final long CPU_GOOD_FOR = Duration.ofMillis(500).toNanos();

    private volatile @Nullable Cpu cpu;

    /** @param at the moment of the reading, in real time, since the processor time of the process is real */
    private record Cpu(long at, long nanos) {}

    /** The processor time of the process; 0 where the platform does not report it. Read at most twice a second. */
    long cpuNanos() {
        Cpu last = cpu;
        long now = System.nanoTime();
        if (last == null || now - last.at() >= CPU_GOOD_FOR) {
            last = new Cpu(now, readCpu());
            cpu = last;
        }
        return last.nanos();
    }

    private static long readCpu() {
        return ProcessHandle.current()
                .info()
                .totalCpuDuration()
                .map(Duration::toNanos)
                .orElse(0L);
    }

    /** The resident memory of the process; where the platform does not report it, the memory reserved by the JVM. */
    public long memoryBytes() {
        try {
            if (Files.isReadable(STATUS)) {
                for (String line : Files.readAllLines(STATUS)) {
                    if (line.startsWith(RESIDENT)) {
                        String number = line.substring(RESIDENT.length()).replace("kB", "");
                        return Long.parseLong(number.strip()) * 1024;
                    }
                }
            }
        } catch (IOException | NumberFormatException e) {
            // An unknown format of /proc: the value of the JVM is used.
            return reserved();
        }
        return reserved();
    }

    private static long reserved() {
        MemoryMXBean memory = ManagementFactory.getMemoryMXBean();
        return memory.getHeapMemoryUsage().getCommitted()
                + memory.getNonHeapMemoryUsage().getCommitted();
    }

    /** As the JVM counts it: where the process is in a container with a limit, that limit. */
    private static long machineBytes() {
        return ManagementFactory.getOperatingSystemMXBean() instanceof com.sun.management.OperatingSystemMXBean machine
                ? machine.getTotalMemorySize()
                : 0;
    }

    @Override
    public List<Metric> metrics() {
        return List.of(
                Metric.gauge("process_resident_memory_bytes", "Memory of the process.", memoryBytes()),
                Metric.gauge(
                        "process_resident_memory_bytes_limit",
                        "Memory of the machine or of the container; 0: unknown.",
                        machineBytes()),
                Metric.counter("process_cpu_seconds_total", "Processor time of the process.", cpuNanos() / 1e9),
                Metric.gauge(
                        "process_start_time_seconds",
                        "Start of the process, in seconds since 1970.",
                        ManagementFactory.getRuntimeMXBean().getStartTime() / 1e3));
    }
}
