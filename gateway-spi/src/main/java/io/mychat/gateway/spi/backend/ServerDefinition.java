package io.mychat.gateway.spi.backend;

import java.net.URI;
import java.util.Locale;
import java.util.Optional;

/**
 * One server of a service.
 *
 * @param url {@code http} or {@code https}, with a host; no user, query or fragment
 * @param weight its share of the calls, 1 to {@value #MAX_WEIGHT}
 * @since 0.1.0
 */
public record ServerDefinition(URI url, int weight) {

    private static final String FORM = "must be http://host:port or https://host:port";

    /** The largest weight. */
    public static final int MAX_WEIGHT = 1000;

    private static final int MAX_PORT = 65_535;

    public ServerDefinition {
        fault(url).ifPresent(message -> {
            throw new IllegalArgumentException("url " + message);
        });
        url = URI.create(url.getScheme().toLowerCase(Locale.ROOT)
                + url.toString().substring(url.toString().indexOf(':')));
        if (weight < 1 || weight > MAX_WEIGHT) {
            throw new IllegalArgumentException("weight must be 1 to " + MAX_WEIGHT + ", not " + weight);
        }
    }

    /** The fault of a server's address; empty when the address is valid. */
    public static Optional<String> fault(URI url) {
        String scheme = url.getScheme() == null ? "" : url.getScheme().toLowerCase(Locale.ROOT);
        String authority = url.getRawAuthority();
        if ((!scheme.equals("http") && !scheme.equals("https")) || authority == null) {
            return Optional.of(FORM);
        }
        if (authority.contains("@") || url.getRawQuery() != null || url.getRawFragment() != null) {
            return Optional.of(FORM + ", without user, query and fragment");
        }
        if (url.getHost() == null) {
            return Optional.of(
                    authority.contains("_")
                            ? "has a host with an underscore, which is not allowed in host names: use another name or the IP address"
                            : "has a host that is neither a host name nor an IP address");
        }
        int port = url.getPort();
        return port == 0 || port > MAX_PORT || authority.endsWith(":")
                ? Optional.of("must have a port from 1 to " + MAX_PORT + ", or none")
                : Optional.empty();
    }
}
