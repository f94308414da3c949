package io.mychat.gateway.core.observe;

import com.sun.management.UnixOperatingSystemMXBean;
import io.mychat.gateway.spi.event.Metric;
import io.mychat.gateway.spi.event.MetricSource;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.function.LongSupplier;

/**
 * How many files and sockets the process may have open, and how many of them clients may have. A gateway that accepts more
 * runs out of descriptors and then serves nobody. Thread-safe.
 */
public final class OpenFiles implements MetricSource {

    private static final int LEAST_RESERVE = 64;
    private static final int MOST_RESERVE = 1024;
    private static final int RESERVED_PART = 8;
    /** The HTTP port has at most this part of the sockets. */
    private static final int HTTP_PART = 4;

    private final long limit;
    private final LongSupplier open;
    private final int sockets;

    /**
     * @param limit 0: unknown
     * @param open how many there are now; what is open at this moment is the process's own
     */
    OpenFiles(long limit, LongSupplier open) {
        this.limit = limit;
        this.open = open;
        long reserve = Math.max(LEAST_RESERVE, Math.min(MOST_RESERVE, limit / RESERVED_PART));
        this.sockets = limit <= 0
                ? Integer.MAX_VALUE
                : (int) Math.min(Integer.MAX_VALUE, Math.max(1, limit - open.getAsLong() - reserve));
    }

    /** As the operating system says; unlimited where it does not. */
    public static OpenFiles ofProcess() {
        return ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean unix
                ? new OpenFiles(unix.getMaxFileDescriptorCount(), unix::getOpenFileDescriptorCount)
                : new OpenFiles(0, () -> 0);
    }

    /** Sockets for clients: the limit without what was open at the start, and an eighth, 64 to 1024, for what comes later. */
    public int sockets() {
        return sockets;
    }

    /**
     * How many WebSocket connections there may be.
     *
     * @param wanted as many as are configured
     * @param http how many HTTP connections are configured
     */
    public int connections(int wanted, int http) {
        return Math.max(1, Math.min(wanted, sockets - Math.min(http, sockets / HTTP_PART)));
    }

    /** The limit of the process; 0: unknown. */
    public long limit() {
        return limit;
    }

    @Override
    public List<Metric> metrics() {
        return List.of(
                Metric.gauge("process_open_files", "Open files and sockets of the process.", open.getAsLong()),
                Metric.gauge(
                        "process_open_files_limit", "Most open files and sockets of the process; 0: unknown.", limit));
    }
}
