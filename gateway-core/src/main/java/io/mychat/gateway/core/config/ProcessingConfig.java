package io.mychat.gateway.core.config;

import io.mychat.gateway.core.config.reading.DurationKey;
import io.mychat.gateway.core.config.reading.NumberKey;
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
 * @param deliveryThreads how many sessions' inboxes may be read from the store at once
 * @param housekeepingThreads threads that unbind sessions and sweep; used only without virtual threads
 * @param clusterReplyTime how long to wait for other nodes' answers
 * @param clusterPending how many hints may wait to leave for other nodes; more are dropped, and the stores repair that
 * @param clusterThreads threads that tell other nodes; used only without virtual threads
 */
public record ProcessingConfig(
        int maxConcurrentTasks,
        int taskQueueSize,
        Duration taskTimeout,
        int maxOutboundBytes,
        int sessionQueueMessages,
        int sessionQueueBytes,
        int workerThreads,
        int deliveryThreads,
        int housekeepingThreads,
        Duration clusterReplyTime,
        int clusterPending,
        int clusterThreads) {

    private static final NumberKey MAX_CONCURRENT_TASKS = new NumberKey("max_concurrent_tasks", 1000, 1, 1_000_000);
    private static final NumberKey TASK_QUEUE_SIZE = new NumberKey("task_queue_size", 10_000, 0, 10_000_000);
    private static final DurationKey TASK_TIMEOUT = DurationKey.millis("task_timeout_ms", 5000, 1, 3_600_000);
    private static final NumberKey MAX_OUTBOUND_BYTES = new NumberKey("max_outbound_bytes", 1 << 20, 1024, 1 << 30);
    private static final NumberKey SESSION_QUEUE_MESSAGES = new NumberKey("session_queue_messages", 64, 1, 1_000_000);
    private static final NumberKey SESSION_QUEUE_BYTES = new NumberKey("session_queue_bytes", 1 << 20, 1024, 1 << 30);
    private static final NumberKey WORKER_THREADS = new NumberKey("worker_threads", 256, 1, 10_000);
    private static final NumberKey DELIVERY_THREADS = new NumberKey("delivery_threads", 16, 1, 10_000);
    private static final NumberKey HOUSEKEEPING_THREADS = new NumberKey("housekeeping_threads", 4, 1, 1000);
    private static final DurationKey CLUSTER_REPLY_TIME =
            DurationKey.millis("cluster_reply_timeout_ms", 2000, 1, 3_600_000);
    private static final NumberKey CLUSTER_PENDING = new NumberKey("cluster_max_pending", 1000, 1, 1_000_000);
    private static final NumberKey CLUSTER_THREADS = new NumberKey("cluster_threads", 4, 1, 1000);

    public ProcessingConfig {
        MAX_CONCURRENT_TASKS.check(maxConcurrentTasks);
        TASK_QUEUE_SIZE.check(taskQueueSize);
        TASK_TIMEOUT.check(taskTimeout);
        MAX_OUTBOUND_BYTES.check(maxOutboundBytes);
        SESSION_QUEUE_MESSAGES.check(sessionQueueMessages);
        SESSION_QUEUE_BYTES.check(sessionQueueBytes);
        WORKER_THREADS.check(workerThreads);
        DELIVERY_THREADS.check(deliveryThreads);
        HOUSEKEEPING_THREADS.check(housekeepingThreads);
        CLUSTER_REPLY_TIME.check(clusterReplyTime);
        CLUSTER_PENDING.check(clusterPending);
        CLUSTER_THREADS.check(clusterThreads);
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
                WORKER_THREADS.intIn(section),
                DELIVERY_THREADS.intIn(section),
                HOUSEKEEPING_THREADS.intIn(section),
                CLUSTER_REPLY_TIME.in(section),
                CLUSTER_PENDING.intIn(section),
                CLUSTER_THREADS.intIn(section));
    }
}
