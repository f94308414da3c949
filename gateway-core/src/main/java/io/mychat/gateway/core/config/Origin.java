package io.mychat.gateway.core.config;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Where a web page comes from (RFC 6454), in the one form in which two equal origins have equal texts.
 *
 * @param text {@code https://app.example.com}, {@code http://localhost:3000}, or {@code null} for a page without one
 */
public record Origin(String text) {

    private static final String NONE = "null";

    /** Reads an origin as a browser sends it; empty for everything else. */
    public static Optional<Origin> of(String header) {
        if (header.equals(NONE)) {
            return Optional.of(new Origin(NONE));
        }
        return canonical(header).map(Origin::new);
    }

    static Origin parse(String text) {
        return of(text).orElseThrow(() -> new IllegalArgumentException(
                "an origin is a scheme, a host and perhaps a port, nothing behind them and no *:"
                        + " https://app.example.com (an empty list allows all)"));
    }

    private static Optional<String> canonical(String text) {
        try {
            URI uri = new URI(text);
            String scheme = uri.getScheme();
            String host = uri.getHost();
            if (scheme == null || host == null || !isBare(uri, text)) {
                return Optional.empty();
            }
            String lowerScheme = scheme.toLowerCase(Locale.ROOT);
            String port = uri.getPort() < 0 || uri.getPort() == defaultPort(lowerScheme) ? "" : ":" + uri.getPort();
            return Optional.of(lowerScheme + "://" + host.toLowerCase(Locale.ROOT) + port);
        } catch (URISyntaxException e) {
            return Optional.empty();
        }
    }

    private static boolean isBare(URI uri, String text) {
        return isAbsent(uri.getRawPath())
                && uri.getRawQuery() == null
                && uri.getRawFragment() == null
                && uri.getRawUserInfo() == null
                && !text.endsWith(":");
    }

    private static boolean isAbsent(@Nullable String path) {
        return path == null || path.isEmpty();
    }

    private static int defaultPort(String scheme) {
        return switch (scheme) {
            case "http" -> 80;
            case "https" -> 443;
            default -> -1;
        };
    }
}
