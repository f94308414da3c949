package io.mychat.gateway.spi.backend;

import java.net.URI;

/**
 * One server of a service.
 *
 * @param url {@code http} or {@code https}, with a host; no user, query or fragment
 * @param weight its share of the calls, 1 to {@value #MAX_WEIGHT}
 */
public record ServerDefinition(URI url, int weight) {

    /** The largest weight. */
    public static final int MAX_WEIGHT = 1000;

    public ServerDefinition {
        if (!isUsable(url)) {
            throw new IllegalArgumentException("url must be http://host:port or https://host:port");
        }
        if (weight < 1 || weight > MAX_WEIGHT) {
            throw new IllegalArgumentException("weight must be 1 to " + MAX_WEIGHT + ", not " + weight);
        }
    }

    /** Whether a server can have this address. */
    public static boolean isUsable(URI url) {
        boolean http = "http".equals(url.getScheme()) || "https".equals(url.getScheme());
        return http
                && url.getHost() != null
                && url.getRawUserInfo() == null
                && url.getRawQuery() == null
                && url.getRawFragment() == null;
    }
}
