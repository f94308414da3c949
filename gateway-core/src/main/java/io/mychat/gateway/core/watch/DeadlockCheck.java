package io.mychat.gateway.core.watch;

import io.mychat.gateway.spi.time.TimeSource;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Finds deadlocked threads of the process, including threads of the host application. The JVM does not report virtual
 * threads. A search stops all threads for a moment, so it runs once in each {@link #PACE}. There is no repair.
 */
public final class DeadlockCheck implements LivenessCheck {

    static final Duration PACE = Duration.ofSeconds(30);
    private static final int MOST_NAMES = 8;

    private final ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    private final TimeSource time;

    private boolean searched;
    private long searchedAt;
    private Optional<String> found = Optional.empty();

    public DeadlockCheck(TimeSource time) {
        this.time = time;
    }

    @Override
    public String name() {
        return "threads";
    }

    @Override
    public Optional<String> fault() {
        long now = time.nanoTime();
        if (!searched || now - searchedAt >= PACE.toNanos()) {
            searched = true;
            searchedAt = now;
            found = search();
        }
        return found;
    }

    private Optional<String> search() {
        long @Nullable [] ids = threads.findDeadlockedThreads();
        if (ids == null || ids.length == 0) {
            return Optional.empty();
        }
        String names = Arrays.stream(threads.getThreadInfo(ids))
                .filter(Objects::nonNull)
                .limit(MOST_NAMES)
                .map(DeadlockCheck::described)
                .collect(Collectors.joining(", "));
        return Optional.of("are deadlocked: " + names);
    }

    private static String described(ThreadInfo thread) {
        return thread.getThreadName() + " for " + thread.getLockName() + " of " + thread.getLockOwnerName();
    }
}
