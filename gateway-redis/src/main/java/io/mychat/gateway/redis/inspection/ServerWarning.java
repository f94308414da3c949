package io.mychat.gateway.redis.inspection;

import io.mychat.gateway.spi.event.Metric;

/**
 * A problem of a Redis server that an operator should solve.
 *
 * @param server host and port
 * @param text for people: what is wrong, where, and what to do
 */
record ServerWarning(Kind kind, String server, String text) {

    /** The kind of problem. */
    enum Kind {
        /** It evicts keys when its memory is full. */
        EVICTION(true, "redis_masters_evicting", "Redis masters that evict keys when their memory is full."),
        /** It keeps nothing on disk. */
        PERSISTENCE(false, "redis_masters_without_persistence", "Redis masters that write nothing to disk."),
        /** Its append-only file may hold the rest of a script that a crash has broken off. */
        REWRITE(
                false,
                "redis_masters_not_rewritten",
                "Redis masters that have not written their append-only file anew since their start, and do not let the gateway."),
        /** The server allows access without a password. */
        PASSWORD(false, "redis_masters_without_password", "Redis masters that allow access without a password."),
        /** Its clock differs from the gateway's. */
        CLOCK(true, "redis_masters_with_other_time", "Redis masters with a clock that differs from this node's."),
        /** Redis does not say; logged, and nothing else. */
        UNKNOWN(false, "redis_masters_unknown", "Redis masters that could not be inspected.");

        private final boolean degrades;
        private final String metric;
        private final String help;

        Kind(boolean degrades, String metric, String help) {
            this.degrades = degrades;
            this.metric = metric;
            this.help = help;
        }

        /** Whether what the gateway promises does not hold any more: the others are an operator's choice. */
        boolean degrades() {
            return degrades;
        }

        /** The metric of this kind: the number of affected servers. */
        Metric gauge(long servers) {
            return Metric.gauge(metric, help, servers);
        }
    }
}
