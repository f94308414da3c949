package io.mychat.gateway.transport.common.request;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;

/**
 * A request target (RFC 9112 section 3.2) in normal form: a path with its query, with all unusual characters
 * percent-encoded.
 *
 * @param text the target in origin form, or {@code *}
 * @param authority the host of an absolute target; empty for other targets
 */
public record RequestTarget(String text, Optional<String> authority) {

    private static final String ERROR = "bad_target";
    /** Accepted in queries although RFC 3986 forbids them, because browsers send them. */
    private static final String TAKEN_IN_QUERY = "{}|^\\`\"<>[]";

    private static final String PATH = "-._~!$&'()*+,=:@/%";

    static RequestTarget of(String method, String raw) throws HeadException {
        if (raw.equals("*")) {
            if (!method.equals("OPTIONS")) {
                throw new HeadException(ERROR, "Only OPTIONS may have the target *.");
            }
            return new RequestTarget(raw, Optional.empty());
        }
        if (raw.startsWith("/")) {
            return new RequestTarget(origin(raw), Optional.empty());
        }
        String lower = raw.toLowerCase(Locale.ROOT);
        int start = lower.startsWith("http://") ? 7 : lower.startsWith("https://") ? 8 : 0;
        if (start == 0) {
            throw new HeadException(ERROR, "The request target must be a path.");
        }
        int end = start;
        while (end < raw.length() && "/?#".indexOf(raw.charAt(end)) < 0) {
            end++;
        }
        String authority = raw.substring(start, end);
        if (authority.isEmpty() || authority.indexOf('@') >= 0) {
            throw new HeadException(ERROR, "The request target must name a host and no user.");
        }
        String rest = raw.substring(end);
        return new RequestTarget(origin(rest.startsWith("/") ? rest : "/" + rest), Optional.of(authority));
    }

    private static String origin(String raw) throws HeadException {
        if (isPlainPath(raw)) {
            return raw;
        }
        int question = raw.indexOf('?');
        String path = question < 0 ? raw : raw.substring(0, question);
        StringBuilder text = new StringBuilder(raw.length());
        for (int i = 0; i < path.length(); i++) {
            char c = path.charAt(i);
            if (c == ';') {
                // Path parameters have no meaning here: the path with them does not exist.
                encode(text, c);
            } else if (isUnreserved(c) || PATH.indexOf(c) >= 0) {
                text.append(c);
            } else {
                throw new HeadException(ERROR, "The path contains a character that must be percent-encoded.");
            }
        }
        checkEncoding(path);
        if (question >= 0) {
            text.append('?');
            query(raw.substring(question + 1), text);
        }
        return text.toString();
    }

    /** Whether a target is a path in normal form with nothing to decode. */
    private static boolean isPlainPath(String raw) {
        for (int i = 0; i < raw.length(); i++) {
            char c = raw.charAt(i);
            if (c == '%' || (!isUnreserved(c) && PATH.indexOf(c) < 0)) {
                return false;
            }
        }
        return true;
    }

    private static void query(String query, StringBuilder text) throws HeadException {
        for (int i = 0; i < query.length(); i++) {
            char c = query.charAt(i);
            if (TAKEN_IN_QUERY.indexOf(c) >= 0) {
                encode(text, c);
            } else if (isUnreserved(c) || PATH.indexOf(c) >= 0 || c == '?' || c == ';') {
                text.append(c);
            } else {
                throw new HeadException(ERROR, "The query contains a character that must be percent-encoded.");
            }
        }
        checkEncoding(query);
    }

    private static void encode(StringBuilder text, char c) {
        text.append('%').append(Integer.toHexString(c | 0x100).substring(1).toUpperCase(Locale.ROOT));
    }

    /** Checks that each percent sign starts a byte, and that the decoded bytes are UTF-8. */
    private static void checkEncoding(String text) throws HeadException {
        ByteBuffer bytes = ByteBuffer.allocate(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c != '%') {
                bytes.put((byte) c);
                continue;
            }
            int high = i + 2 < text.length() ? Character.digit(text.charAt(i + 1), 16) : -1;
            int low = high < 0 ? -1 : Character.digit(text.charAt(i + 2), 16);
            if (low < 0) {
                throw new HeadException(ERROR, "A percent sign must start a percent-encoded byte.");
            }
            bytes.put((byte) ((high << 4) | low));
            i += 2;
        }
        try {
            StandardCharsets.UTF_8.newDecoder().decode(bytes.flip());
        } catch (CharacterCodingException e) {
            throw new HeadException(ERROR, "The decoded target is not UTF-8.");
        }
    }

    private static boolean isUnreserved(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    }
}
