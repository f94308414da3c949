package io.mychat.gateway.alerts.channel;

import io.mychat.gateway.spi.event.LogText;
import java.net.URI;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** Where a channel sends to. Path and query may hold a token, so only the host is ever shown. */
record TargetUrl(URI uri) {

    private static final int SHORTEST_TOKEN = 6;
    private static final int MAX_PORT = 65_535;

    /**
     * Reads a URL of the configuration.
     *
     * @throws IllegalArgumentException with a message that does not show it
     */
    static TargetUrl of(String text) {
        URI uri;
        try {
            uri = URI.create(text);
        } catch (IllegalArgumentException e) {
            // Its message quotes the text.
            throw new IllegalArgumentException("is not a URL");
        }
        boolean http = "https".equalsIgnoreCase(uri.getScheme()) || "http".equalsIgnoreCase(uri.getScheme());
        boolean port = uri.getPort() != 0 && uri.getPort() <= MAX_PORT;
        if (!http || !port || uri.getHost() == null || uri.getRawUserInfo() != null || uri.getRawFragment() != null) {
            throw new IllegalArgumentException(
                    "must be a URL such as https://example.com/path, without user or fragment; a port is 1 to 65535");
        }
        return new TargetUrl(uri);
    }

    boolean isEncrypted() {
        return "https".equalsIgnoreCase(uri.getScheme());
    }

    /** A foreign text in quotation marks, without the parts of this URL that may be tokens. */
    String quoted(String text) {
        String masked = text;
        for (String token : tokens()) {
            masked = masked.replace(token, "…");
        }
        return LogText.quoted(masked);
    }

    private List<String> tokens() {
        String query = uri.getRawQuery() == null ? "" : uri.getRawQuery();
        return Stream.concat(Arrays.stream(uri.getRawPath().split("/", -1)), Arrays.stream(query.split("[&=]", -1)))
                .filter(part -> part.length() >= SHORTEST_TOKEN)
                .toList();
    }

    @Override
    public String toString() {
        return uri.getScheme() + "://" + uri.getRawAuthority() + "/…";
    }
}
