package io.mychat.gateway.core.config;

import java.net.URI;

/**
 * One server of a service.
 *
 * @param url {@code http} or {@code https}, with a host
 * @param weight its share of the calls, at least 1
 */
public record BackendConfig(URI url, int weight) {

    static final NumberKey WEIGHT = new NumberKey("weight", 1, 1, 1000);

    public BackendConfig {
        if (!isUsable(url)) {
            throw new IllegalArgumentException("url must be http://host:port or https://host:port");
        }
        WEIGHT.check(weight);
    }

    static boolean isUsable(URI url) {
        boolean http = "http".equals(url.getScheme()) || "https".equals(url.getScheme());
        return http
                && url.getHost() != null
                && url.getRawUserInfo() == null
                && url.getRawQuery() == null
                && url.getRawFragment() == null;
    }
}
