package io.mychat.gateway.core.config;

import java.time.Duration;

/**
 * The section {@code processing} (specification 10.3): the bounds of work in progress. Each component has the key of
 * the same name, described in docs/configuration.md; the other keys stand in {@code storeRetries} and {@code hostCalls}.
 *
 * @since 0.1.0
 */
public record ProcessingConfig(
        int maxConcurrentTasks,
        int taskQueueSize,
        Duration taskTimeout,
        int maxOutboundBytes,
        int sessionQueueMessages,
        int sessionQueueBytes,
        int workerThreads,
        int workerStackKb,
        int deliveryThreads,
        int housekeepingThreads,
        Duration clusterReplyTimeout,
        int clusterMaxPending,
        int clusterThreads,
        int maxConcurrentLogins,
        Duration unreadTimeout,
        int maxMeasuredCommands,
        int maxTracedMessages,
        StoreRetryLimits storeRetries,
        HostCallLimits hostCalls) {

    /**
     * The keys of the section {@code processing} about asynchronous calls of the host application. Each component has
     * the key of the same name, described in docs/configuration.md.
     */
    public record HostCallLimits(int hostThreads, int maxHostCalls) {}

    /**
     * The keys of the section {@code processing} about what is done in the stores in the background. Each component has
     * the key of the same name, described in docs/configuration.md.
     */
    public record StoreRetryLimits(int maxPendingRetries, Duration retryPeriod, Duration reloadStoreTimeout) {}
}
