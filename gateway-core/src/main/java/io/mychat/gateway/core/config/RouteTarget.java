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
     */
    record Service(String name, Optional<String> path) implements RouteTarget {
        public Service {
            path.ifPresent(text -> {
                if (!Urls.isPath(text)) {
                    throw new IllegalArgumentException("path " + Urls.PATH_FORM);
                }
            });
        }
    }
}
