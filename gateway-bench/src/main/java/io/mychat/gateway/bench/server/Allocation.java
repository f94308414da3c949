package io.mychat.gateway.bench.server;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.lang.reflect.Method;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;

/**
 * Counts the bytes that this process has allocated. A JVM before 21 counts for each thread, and the allocations of a
 * thread between the last call and its end are missing. Not thread-safe.
 */
final class Allocation {

    private static final String TOTAL = "getTotalThreadAllocatedBytes";

    private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    /** What each thread had allocated at the last call, also of those that have ended. */
    private final Map<Long, Long> byThread = new HashMap<>();

    /** All bytes so far. */
    long bytes() {
        try {
            Method total = ThreadMXBean.class.getMethod(TOTAL);
            return ((Number) Objects.requireNonNull(total.invoke(threads))).longValue();
        } catch (ReflectiveOperationException e) {
            return bytesOfThreads();
        }
    }

    private long bytesOfThreads() {
        long[] ids = threads.getAllThreadIds();
        long[] allocated = threads.getThreadAllocatedBytes(ids);
        for (int i = 0; i < ids.length; i++) {
            long bytes = allocated[i];
            if (bytes >= 0) {
                byThread.put(ids[i], bytes);
            }
        }
        return byThread.values().stream().mapToLong(Long::longValue).sum();
    }
}
