package io.mychat.gateway.core.config;

import io.mychat.gateway.spi.config.ConfigSection;
import java.time.Duration;

/**
 * The section {@code processing} (specification 10.3): the bounds of work in progress. One component for each key.
 *
 * @param maxConcurrentTasks how many handlers may run at once, over all sessions
 * @param taskQueueSize how many messages may wait for a place among them
 * @param taskTimeout how long a handler may take
 * @param maxOutboundBytes how many bytes may wait for one connection's socket
 * @param sessionQueueMessages how many messages of one session may wait before its socket is not read any more
 * @param sessionQueueBytes how many bytes of them
 * @param workerThreads threads for handlers that block; used only where the JVM has no virtual threads
 */
public record ProcessingConfig(
        int maxConcurrentTasks,
        int taskQueueSize,
        Duration taskTimeout,
        int maxOutboundBytes,
        int sessionQueueMessages,
        int sessionQueueBytes,
        int workerThreads) {

    private static final NumberKey MAX_CONCURRENT_TASKS = new NumberKey("max_concurrent_tasks", 1000, 1, 1_000_000);
    private static final NumberKey TASK_QUEUE_SIZE = new NumberKey("task_queue_size", 10_000, 0, 10_000_000);
    private static final DurationKey TASK_TIMEOUT = DurationKey.millis("task_timeout_ms", 5000, 1, 3_600_000);
    private static final NumberKey MAX_OUTBOUND_BYTES = new NumberKey("max_outbound_bytes", 1 << 20, 1024, 1 << 30);
    private static final NumberKey SESSION_QUEUE_MESSAGES = new NumberKey("session_queue_messages", 64, 1, 1_000_000);
    private static final NumberKey SESSION_QUEUE_BYTES = new NumberKey("session_queue_bytes", 1 << 20, 1024, 1 << 30);
    private static final NumberKey WORKER_THREADS = new NumberKey("worker_threads", 64, 1, 10_000);

    public ProcessingConfig {
        MAX_CONCURRENT_TASKS.check(maxConcurrentTasks);
        TASK_QUEUE_SIZE.check(taskQueueSize);
        TASK_TIMEOUT.check(taskTimeout);
        MAX_OUTBOUND_BYTES.check(maxOutboundBytes);
        SESSION_QUEUE_MESSAGES.check(sessionQueueMessages);
        SESSION_QUEUE_BYTES.check(sessionQueueBytes);
        WORKER_THREADS.check(workerThreads);
    }

    public static ProcessingConfig defaults() {
        return GatewayConfig.defaults().processing();
    }

    static ProcessingConfig read(ConfigSection section) {
        return new ProcessingConfig(
                MAX_CONCURRENT_TASKS.intIn(section),
                TASK_QUEUE_SIZE.intIn(section),
                TASK_TIMEOUT.in(section),
                MAX_OUTBOUND_BYTES.intIn(section),
                SESSION_QUEUE_MESSAGES.intIn(section),
                SESSION_QUEUE_BYTES.intIn(section),
                WORKER_THREADS.intIn(section));
    }
}
