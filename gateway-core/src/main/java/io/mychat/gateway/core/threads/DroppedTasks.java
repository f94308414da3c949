package io.mychat.gateway.core.threads;

import io.mychat.gateway.spi.event.RateLimitedLog;
import java.util.Collection;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells whoever waits for tasks that they are never run. It does so on a thread that is for nothing else and ends then:
 * what depends on a task may be code of a host or of a plug-in, which may block, and must not keep a gateway from stopping.
 */
public final class DroppedTasks {

    private static final Logger log = LoggerFactory.getLogger(DroppedTasks.class);
    private static final RateLimitedLog failures = RateLimitedLog.inSystemTime(log::error);
    /** How long the end of an executor waits for that thread. */
    private static final long PATIENCE_MILLIS = 1000;

    private DroppedTasks() {}

    /** Drops what an executor has not begun when it ends. Callers have usually heard of it when this returns. */
    public static void atTheEnd(Collection<? extends Runnable> tasks, DroppedTaskException reason) {
        if (tasks.isEmpty()) {
            return;
        }
        try {
            begin(tasks, reason).join(PATIENCE_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Drops one task. Does not wait. */
    public static void soon(AwaitedTask task, DroppedTaskException reason) {
        Thread unused = begin(List.of(task), reason);
    }

    private static Thread begin(Collection<? extends Runnable> tasks, DroppedTaskException reason) {
        List<Runnable> dropped = List.copyOf(tasks);
        Thread thread = new Thread(() -> dropAll(dropped, reason), "gateway-dropped");
        thread.setContextClassLoader(DroppedTasks.class.getClassLoader());
        thread.setDaemon(true);
        try {
            thread.start();
        } catch (OutOfMemoryError e) { // the JVM gives no thread: a stage that never ends would be worse
            dropAll(dropped, reason);
        }
        return thread;
    }

    private static void dropAll(List<Runnable> tasks, DroppedTaskException reason) {
        for (Runnable task : tasks) {
            if (task instanceof AwaitedTask awaited) {
                FaultBarrier.run(failures, "What depends on a dropped task failed", () -> awaited.drop(reason));
            }
        }
    }
}
