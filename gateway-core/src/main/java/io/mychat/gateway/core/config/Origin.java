package io.mychat.gateway.core.config;

import io.mychat.gateway.spi.transport.AddressText;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The origin of a web page (RFC 6454), normalised: equal origins have equal texts.
 *
 * @param text {@code https://app.example.com}, {@code http://localhost:3000}, {@code file://} for a page of a file
 *     system, or {@code null} for a page without one
 * @since 0.1.0
 */
public record Origin(String text) {

    private static final String NONE = "null";
    private static final int MAX_PORT = 65_535;
    /** Only schemes of programs, such as {@code file}, may have no host. */
    private static final Pattern FORM = Pattern.compile("(?<scheme>[A-Za-z][A-Za-z0-9+.-]*)://"
            + "(?<host>\\[[0-9A-Fa-f:.]+\\]|[A-Za-z0-9._~-]*)"
            + "(?::(?<port>[0-9]{1,5}))?");

    /** Parses an origin as a browser sends it; empty when the text is invalid. */
    public static Optional<Origin> of(String header) {
        if (header.equals(NONE)) {
            return Optional.of(new Origin(NONE));
        }
        return canonical(header).map(Origin::new);
    }

    /**
     * Parses an origin of the configuration.
     *
     * @throws IllegalArgumentException when the text is not an origin; the message describes the form
     */
    public static Origin parse(String text) {
        return of(text).orElseThrow(() -> new IllegalArgumentException(
                "an origin is a scheme, a host and perhaps a port, nothing behind them and no *:"
                        + " https://app.example.com, or file:// (an empty list allows all)"));
    }

    private static Optional<String> canonical(String text) {
        Matcher parts = FORM.matcher(text);
        if (!parts.matches()) {
            return Optional.empty();
        }
        String scheme = parts.group("scheme").toLowerCase(Locale.ROOT);
        Optional<String> host = host(parts.group("host"));
        if (host.isEmpty() || (host.get().isEmpty() && defaultPort(scheme) > 0)) {
            return Optional.empty();
        }
        int port = parts.group("port") == null ? defaultPort(scheme) : Integer.parseInt(parts.group("port"));
        boolean bare = port == defaultPort(scheme);
        return port > MAX_PORT || (!bare && host.get().isEmpty())
                ? Optional.empty()
                : Optional.of(scheme + "://" + host.get() + (bare ? "" : ":" + port));
    }

    private static Optional<String> host(String host) {
        if (!host.startsWith("[")) {
            return Optional.of(host.toLowerCase(Locale.ROOT));
        }
        return AddressRange.address(host.substring(1, host.length() - 1))
                .map(address -> "[" + AddressText.of(address) + "]");
    }

    private static int defaultPort(String scheme) {
        return switch (scheme) {
            case "http" -> 80;
            case "https" -> 443;
            default -> -1;
        };
    }
}
