package io.mychat.gateway.core.config;

import java.util.Optional;

/** Who answers a routed command. */
public sealed interface RouteTarget {

    /** A handler in this process, by its name. */
    record Handler(String name) implements RouteTarget {}

    /**
     * A back-end service, by its name in {@code services}.
     *
     * @param path instead of {@code /messages/{cmd_id}}
     * @param idempotent whether a call may be repeated after a time-out
     */
    record Service(String name, Optional<String> path, boolean idempotent) implements RouteTarget {}
}
