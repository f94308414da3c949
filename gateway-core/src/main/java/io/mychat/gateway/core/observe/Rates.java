package io.mychat.gateway.core.observe;

/**
 * How a gateway did over the last minute (specification 9.1).
 *
 * @param perSecond messages answered
 * @param meanMillis from receipt to answer; 0 when there was none
 * @param errorShare of the answers, those with 500 or 503: 0 to 1
 * @param cpuPercent of all processors: 0 to 100
 */
public record Rates(double perSecond, double meanMillis, double errorShare, double cpuPercent) {}
