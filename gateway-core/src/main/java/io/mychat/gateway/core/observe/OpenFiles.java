package io.mychat.gateway.core.observe;

import com.sun.management.UnixOperatingSystemMXBean;
import io.mychat.gateway.spi.event.Metric;
import io.mychat.gateway.spi.event.MetricSource;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * The limit of open files of the process, and the share of it for clients. Without a bound the gateway would run out of
 * descriptors and serve nobody. Thread-safe.
 */
public final class OpenFiles implements MetricSource {

    private static final Path PROC = Path.of("/proc/self");
    private static final String LIMIT = "Max open files";
    private static final int LEAST_RESERVE = 64;
    private static final int MOST_RESERVE = 1024;
    private static final int RESERVED_PART = 8;
    /** The HTTP port gets at most one in this many sockets. */
    private static final int HTTP_PART = 4;

    private final long limit;
    private final LongSupplier open;
    private final int sockets;

    /**
     * @param limit the limit of the process; 0: unknown
     * @param open returns the number of open files; the number at this moment is subtracted as the process's own
     */
    OpenFiles(long limit, LongSupplier open) {
        this(limit, open.getAsLong(), open);
    }

    private OpenFiles(long limit, long openAtStart, LongSupplier open) {
        this.limit = limit;
        this.open = open;
        long reserve = Math.max(LEAST_RESERVE, Math.min(MOST_RESERVE, limit / RESERVED_PART));
        this.sockets = limit <= 0
                ? Integer.MAX_VALUE
                : (int) Math.min(Integer.MAX_VALUE, Math.max(1, limit - openAtStart - reserve));
    }

    /** The values of the operating system; no limit where it reports none. */
    public static OpenFiles ofProcess() {
        return ofProc(PROC).orElseGet(OpenFiles::ofJvm);
    }

    /**
     * As Linux writes them. The JVM's bean counts faster, but loads some thirty classes for its first answer, since it also
     * knows the limits of containers.
     *
     * @param process the directory of this process; empty when it does not have the numbers
     */
    static Optional<OpenFiles> ofProc(Path process) {
        Path open = process.resolve("fd");
        try {
            for (String line : Files.readAllLines(process.resolve("limits"), StandardCharsets.US_ASCII)) {
                if (line.startsWith(LIMIT)) {
                    String soft = line.substring(LIMIT.length()).strip().split(" ", 2)[0];
                    long limit = soft.equals("unlimited") ? Long.MAX_VALUE : Long.parseLong(soft);
                    return Optional.of(new OpenFiles(limit, count(open), OpenFiles::openNow));
                }
            }
        } catch (IOException | NumberFormatException e) {
            return Optional.empty();
        }
        return Optional.empty();
    }

    /** The directory is open itself while it is read. */
    private static long count(Path directory) throws IOException {
        long entries = -1;
        try (DirectoryStream<Path> files = Files.newDirectoryStream(directory)) {
            for (Path ignored : files) {
                entries++;
            }
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        }
        return entries;
    }

    private static long openNow() {
        return ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean unix
                ? unix.getOpenFileDescriptorCount()
                : 0;
    }

    private static OpenFiles ofJvm() {
        return ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean unix
                ? new OpenFiles(unix.getMaxFileDescriptorCount(), OpenFiles::openNow)
                : new OpenFiles(0, () -> 0);
    }

    /**
     * The most sockets of clients: the limit minus the files open at the start and a reserve of an eighth (64 to 1024).
     */
    public int sockets() {
        return sockets;
    }

    /**
     * The most WebSocket connections.
     *
     * @param wanted the configured limit of WebSocket connections
     * @param http the configured limit of HTTP connections
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
                Metric.gauge("process_open_fds", "Open files and sockets of the process.", open.getAsLong()),
                Metric.gauge("process_max_fds", "Most open files and sockets of the process; 0: unknown.", limit));
    }
}
