package io.mychat.gateway.core.status;

/**
 * The rates of a gateway over the last minute (specification 9.1).
 *
 * @param perSecond answered messages per second
 * @param meanMillis the mean time from receipt to answer; 0 without answers
 * @param errorShare the share of answers with 500 or 503: 0 to 1
 * @param cpuPercent the processor time of the process, of all processors: 0 to 100
 * @since 0.1.0
 */
public record Rates(double perSecond, double meanMillis, double errorShare, double cpuPercent) {}
