package io.mychat.gateway.transport.common.deflate;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads {@code Sec-WebSocket-Extensions} to the letter of RFC 6455 section 9.1. Elements may be empty, as in each list of
 * HTTP (RFC 9110 section 5.6.1), and a value may be quoted when it is a token without its quotes.
 */
final class ExtensionHeader {

    private final String text;
    private int at;

    private ExtensionHeader(String text) {
        this.text = text;
    }

    /**
     * The offers of all lines of the header, in order.
     *
     * @throws IllegalArgumentException when a line does not have the form of the RFC
     */
    static List<ExtensionOffer> read(List<String> lines) {
        List<ExtensionOffer> offers = new ArrayList<>();
        for (String line : lines) {
            new ExtensionHeader(line).readInto(offers);
        }
        return offers;
    }

    private void readInto(List<ExtensionOffer> offers) {
        do {
            skipBlanks();
            if (at < text.length() && text.charAt(at) != ',') {
                offers.add(offer());
            }
        } while (skip(','));
        if (at < text.length()) {
            throw malformed();
        }
    }

    private ExtensionOffer offer() {
        String name = token();
        List<ExtensionOffer.Parameter> parameters = new ArrayList<>();
        while (skip(';')) {
            skipBlanks();
            parameters.add(new ExtensionOffer.Parameter(token(), skip('=') ? value() : null));
        }
        return new ExtensionOffer(name, parameters);
    }

    private String value() {
        skipBlanks();
        String quoted = quoted();
        return quoted == null ? token() : quoted;
    }

    private @Nullable String quoted() {
        if (at == text.length() || text.charAt(at) != '"') {
            return null;
        }
        StringBuilder value = new StringBuilder();
        for (at++; at < text.length() && text.charAt(at) != '"'; at++) {
            if (text.charAt(at) == '\\' && ++at == text.length()) {
                throw malformed();
            }
            if (!isTokenCharacter(text.charAt(at))) {
                throw malformed();
            }
            value.append(text.charAt(at));
        }
        if (at == text.length() || value.isEmpty()) {
            throw malformed();
        }
        at++;
        return value.toString();
    }

    private String token() {
        int from = at;
        while (at < text.length() && isTokenCharacter(text.charAt(at))) {
            at++;
        }
        if (at == from) {
            throw malformed();
        }
        return text.substring(from, at);
    }

    private boolean skip(char wanted) {
        skipBlanks();
        if (at < text.length() && text.charAt(at) == wanted) {
            at++;
            return true;
        }
        return false;
    }

    private void skipBlanks() {
        while (at < text.length() && (text.charAt(at) == ' ' || text.charAt(at) == '\t')) {
            at++;
        }
    }

    /** RFC 9110 section 5.6.2. */
    private static boolean isTokenCharacter(char c) {
        return (c >= 'a' && c <= 'z')
                || (c >= 'A' && c <= 'Z')
                || (c >= '0' && c <= '9')
                || "!#$%&'*+-.^_`|~".indexOf(c) >= 0;
    }

    private IllegalArgumentException malformed() {
        return new IllegalArgumentException("Sec-WebSocket-Extensions is malformed at character " + (at + 1));
    }
}
