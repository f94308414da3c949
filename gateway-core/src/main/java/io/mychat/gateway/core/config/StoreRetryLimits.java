package io.mychat.gateway.core.config;

import java.time.Duration;

/**
 * The keys of the section {@code processing} about what is done in the stores in the background. Each component has the
 * key of the same name, described in docs/configuration.md.
 */
public record StoreRetryLimits(int maxPendingRetries, Duration retryPeriod, Duration reloadStoreTimeout) {}
