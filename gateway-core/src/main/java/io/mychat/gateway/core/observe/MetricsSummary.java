package io.mychat.gateway.core.observe;

import java.time.Duration;

/**
 * A gateway at a glance (specification 9.1).
 *
 * @param memoryBytes what the process takes
 */
public record MetricsSummary(
        String nodeId, Duration uptime, Connections connections, Tasks tasks, Rates rates, long memoryBytes) {

    /** @param limit how many there may be */
    public record Connections(long total, long authenticated, long limit) {

        public long unauthenticated() {
            return total - authenticated;
        }
    }

    /** Handlers at work and messages that wait for one, with the bounds of both. */
    public record Tasks(long running, long waiting, long runningLimit, long waitingLimit) {}
}
