package io.mychat.gateway.core.config;

import java.net.URI;
import java.net.URISyntaxException;

/** Paths that are put behind a server's URL. */
final class Urls {

    /** What a path has to be, for faults. */
    static final String PATH_FORM = "must begin with / and be a path as URLs have it";

    private Urls() {}

    static boolean isPath(String text) {
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
