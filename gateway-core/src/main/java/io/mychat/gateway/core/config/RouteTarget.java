package io.mychat.gateway.core.config;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Optional;

/**
 * The handler or service that answers a routed command.
 *
 * @since 0.1.0
 */
public sealed interface RouteTarget {

    /** A handler in this process, by its name. */
    record Handler(String name) implements RouteTarget {}

    /**
     * A back-end service, by its name in {@code services}.
     *
     * @param path instead of {@code /messages/{cmd_id}}
     */
    record Service(String name, Optional<String> path) implements RouteTarget {

        /** The form of a path, for faults. */
        public static final String PATH_FORM = "must begin with / and be a path as URLs have it";

        public Service {
            path.ifPresent(text -> {
                if (!isPath(text)) {
                    throw new IllegalArgumentException("path " + PATH_FORM);
                }
            });
        }

        /** Whether a text may follow the host in a server's URL. */
        public static boolean isPath(String text) {
            if (!text.startsWith("/")) {
                return false;
            }
            try {
                return new URI("http://host" + text).getRawFragment() == null;
            } catch (URISyntaxException e) {
                return false;
            }
        }
    }
}
