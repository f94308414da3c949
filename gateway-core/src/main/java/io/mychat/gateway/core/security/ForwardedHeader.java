package io.mychat.gateway.core.security;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Reads the header {@code Forwarded} (RFC 7239 section 4), strictly: one malformed element makes the header malformed.
 */
final class ForwardedHeader {

    private final String text;
    private final List<String> found = new ArrayList<>();
    private int at;

    private ForwardedHeader(String text) {
        this.text = text;
    }

    /** The {@code for} of each element in order, "" for an element without one. Empty: the header is malformed. */
    static Optional<List<String>> forValues(String header) {
        ForwardedHeader reading = new ForwardedHeader(header);
        return reading.readElements() ? Optional.of(reading.found) : Optional.empty();
    }

    private boolean readElements() {
        do {
            if (!readElement()) {
                return false;
            }
        } while (take(','));
        return at == text.length();
    }

    private boolean readElement() {
        String node = null;
        do {
            skipSpace();
            String name = token(false).toLowerCase(Locale.ROOT);
            if (name.isEmpty() || !take('=')) {
                return false;
            }
            String value = at < text.length() && text.charAt(at) == '"' ? quoted() : token(true);
            if (value.isEmpty() || (name.equals("for") && node != null)) {
                return false;
            }
            if (name.equals("for")) {
                node = value;
            }
            skipSpace();
        } while (take(';'));
        found.add(node == null ? "" : node);
        return true;
    }

    /** Accepts addresses with ports and brackets without the required quotes, because proxies omit them. */
    private String token(boolean address) {
        int start = at;
        while (at < text.length()
                && (isTokenChar(text.charAt(at)) || (address && "[]:".indexOf(text.charAt(at)) >= 0))) {
            at++;
        }
        return text.substring(start, at);
    }

    private String quoted() {
        StringBuilder value = new StringBuilder();
        at++;
        while (at < text.length() && text.charAt(at) != '"') {
            if (text.charAt(at) == '\\') {
                at++;
            }
            if (at < text.length()) {
                value.append(text.charAt(at++));
            }
        }
        return take('"') ? value.toString() : "";
    }

    private boolean take(char c) {
        if (at < text.length() && text.charAt(at) == c) {
            at++;
            return true;
        }
        return false;
    }

    private void skipSpace() {
        while (at < text.length() && (text.charAt(at) == ' ' || text.charAt(at) == '\t')) {
            at++;
        }
    }

    private static boolean isTokenChar(char c) {
        return (c >= 'a' && c <= 'z')
                || (c >= 'A' && c <= 'Z')
                || (c >= '0' && c <= '9')
                || "!#$%&'*+-.^_`|~".indexOf(c) >= 0;
    }
}
