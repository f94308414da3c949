package io.mychat.gateway.core.config.security;

import java.time.Duration;

/**
 * How much of one kind is normal; an object of section {@code security.anomalies}.
 *
 * @param count more than so many within the window are an anomaly; 0: nothing is
 * @since 0.1.0
 */
public record AnomalyThreshold(int count, Duration window) {}
