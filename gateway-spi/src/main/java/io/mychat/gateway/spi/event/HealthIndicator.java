package io.mychat.gateway.spi.event;

import java.util.List;

/** Says how a part of a module is. Asked at every look at the gateway's health: must not block. */
public interface HealthIndicator {

    /** The part's name in the health answer, for example {@code redis}. */
    String component();

    /** How it is now. */
    Status status();

    /**
     * What an operator should mend although the part works, for people: what is wrong, where, and what to do. Shown only to
     * API keys and on this machine.
     */
    default List<String> warnings() {
        return List.of();
    }

    /** How a part is. */
    enum Status {
        HEALTHY,
        /** It fails, and the gateway goes on with less. */
        DEGRADED,
        /** It fails, and the gateway should get no new clients. */
        UNHEALTHY
    }
}
