package io.mychat.gateway.core.status;

import java.time.Duration;

/**
 * The most important metrics of a gateway (specification 9.1).
 *
 * @param memoryBytes the memory of the process
 * @since 0.1.0
 */
public record GatewayStats(
        String nodeId, Duration uptime, Connections connections, Tasks tasks, Rates rates, long memoryBytes) {

    /** @param limit the most connections */
    public record Connections(long total, long authenticated, long limit) {

        public long unauthenticated() {
            return total - authenticated;
        }
    }

    /** Handlers at work and messages that wait for a handler, with the bounds of both. */
    public record Tasks(long running, long waiting, long runningLimit, long waitingLimit) {}
}
