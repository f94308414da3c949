package io.mychat.gateway.transport.common.request;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The head of one HTTP/1.x request, checked strictly against RFC 9112: a head that is ambiguous for this server or for
 * a proxy before it is refused. Immutable.
 *
 * @param method the method, in upper case
 * @param target the target in normal form: a path with its query, or {@code *}
 * @param isHttp11 whether the version is 1.1 and not 1.0
 * @param fields the header fields in order
 * @param bodyBytes the length of the body; {@link #CHUNKED} for a chunked body
 * @param text the head in the form that is passed on, in ISO 8859-1, with its empty line
 */
public record RequestHead(
        String method, String target, boolean isHttp11, List<Field> fields, long bodyBytes, String text) {

    public static final long CHUNKED = -1;

    /**
     * One header field.
     *
     * @param name in lower case
     * @param value without blanks around it
     */
    public record Field(String name, String value) {}

    public RequestHead {
        fields = List.copyOf(fields);
    }

    /** The text as bytes. */
    public byte[] bytes() {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    /** The values of all fields with this name, case-insensitive, in order. */
    public List<String> values(String name) {
        String wanted = name.toLowerCase(Locale.ROOT);
        return fields.stream()
                .filter(field -> field.name().equals(wanted))
                .map(Field::value)
                .toList();
    }

    private static final Pattern VERSION = Pattern.compile("HTTP/[0-9]+(\\.[0-9]+)?");
    private static final Pattern HOST =
            Pattern.compile("([A-Za-z0-9._~%!$&'()*+,;=-]*|\\[[0-9A-Fa-f:.]+])(:(?<port>[0-9]{1,5}))?");
    private static final int HIGHEST_PORT = 65_535;
    /** The limit of Undertow's parser, far above all limits here. */
    private static final long LONGEST_BODY = 1L << 60;

    private static final int LONGEST_METHOD = 32;
    /** Say who asks, from where, and what: the proxy in front and this server may believe different ones of two. */
    private static final Set<String> ONCE =
            Set.of("authorization", "content-encoding", "content-type", "idempotency-key", "origin", "x-api-key");

    /**
     * Checks a request line before the rest has arrived.
     *
     * @param line the line without CR LF
     */
    static void checkRequestLine(String line) throws HeadException {
        RequestLine.of(line);
    }

    /**
     * Parses a head.
     *
     * @param text the head in ISO 8859-1 with its empty line; CR LF ends each line, and CR and LF occur nowhere else
     * @param mostFields the largest number of header fields
     */
    public static RequestHead of(String text, int mostFields) throws HeadException {
        String[] lines = text.substring(0, text.length() - 4).split("\r\n", -1);
        RequestLine line = RequestLine.of(lines[0]);
        if (lines.length - 1 > mostFields) {
            throw new HeadException(tooLarge("The request has more than " + mostFields + " header fields."));
        }
        Fields fields = new Fields();
        for (int i = 1; i < lines.length; i++) {
            fields.add(lines[i]);
        }
        boolean http11 = line.version.equals("HTTP/1.1");
        checkHost(fields, line, http11);
        fields.checkOnce();
        checkExpect(fields);
        long body = bodyBytes(fields, http11);
        String passed = line.isUnchanged() ? text : line.canonical() + text.substring(lines[0].length());
        return new RequestHead(line.method, line.target.text(), http11, fields.all, body, passed);
    }

    static RequestRefusal tooLarge(String detail) {
        return new RequestRefusal(431, "Request Header Fields Too Large", "head_too_large", detail);
    }

    /** Checks a field line of a head or a trailer. */
    static void checkField(String line) throws HeadException {
        new Fields().add(line);
    }

    private static void checkHost(Fields fields, RequestLine line, boolean http11) throws HeadException {
        if (fields.hosts.size() > 1 || (http11 && fields.hosts.isEmpty())) {
            throw new HeadException("bad_host", "The request must have exactly one Host.");
        }
        if (!fields.hosts.stream().allMatch(RequestHead::isHost)) {
            throw new HeadException("bad_host", "The Host is malformed.");
        }
        Optional<String> authority = line.target.authority();
        if (authority.isPresent() && !fields.hosts.stream().allMatch(authority.get()::equalsIgnoreCase)) {
            throw new HeadException("bad_host", "The request target and the Host differ.");
        }
    }

    private static boolean isHost(String host) {
        Matcher parts = HOST.matcher(host);
        if (!parts.matches()) {
            return false;
        }
        String port = parts.group("port");
        return (port == null || Integer.parseInt(port) <= HIGHEST_PORT)
                && (!host.startsWith("[") || isIpv6(host.substring(0, host.indexOf(']') + 1)));
    }

    /** @param literal in brackets, which makes it an address and no name to look up */
    private static boolean isIpv6(String literal) {
        try {
            Object unused = InetAddress.getByName(literal);
            return true;
        } catch (UnknownHostException e) {
            return false;
        }
    }

    private static void checkExpect(Fields fields) throws HeadException {
        if (!fields.expectations.stream().allMatch("100-continue"::equalsIgnoreCase)) {
            throw new HeadException(new RequestRefusal(
                    417, "Expectation Failed", "unknown_expectation", "The only supported Expect is 100-continue."));
        }
    }

    private static long bodyBytes(Fields fields, boolean http11) throws HeadException {
        if (fields.codings.isEmpty()) {
            return fields.lengths.isEmpty() ? 0 : contentLength(fields.lengths);
        }
        if (!fields.lengths.isEmpty()) {
            throw new HeadException(
                    "bad_framing", "A request must not have both Content-Length and Transfer-Encoding.");
        }
        if (!http11) {
            throw new HeadException("bad_framing", "HTTP/1.0 does not allow Transfer-Encoding.");
        }
        if (fields.codings.size() > 1 || !fields.codings.get(0).equalsIgnoreCase("chunked")) {
            throw new HeadException(new RequestRefusal(
                    501,
                    "Not Implemented",
                    "unsupported_transfer_encoding",
                    "The only supported Transfer-Encoding is a single chunked."));
        }
        return CHUNKED;
    }

    private static long contentLength(List<String> lengths) throws HeadException {
        String length = lengths.get(0);
        if (lengths.size() == 1 && !length.isEmpty() && length.chars().allMatch(c -> c >= '0' && c <= '9')) {
            try {
                long bytes = Long.parseLong(length);
                if (bytes > LONGEST_BODY) {
                    throw new HeadException(new RequestRefusal(
                            413, "Content Too Large", "body_too_large", "The body exceeds the limit."));
                }
                return bytes;
            } catch (NumberFormatException e) {
                // reported as the fault below
            }
        }
        throw new HeadException(
                "bad_content_length", "Content-Length must occur once and be a decimal number up to 2^63-1.");
    }

    /** The parts of the request line. */
    private static final class RequestLine {

        final String raw;
        final String method;
        final String version;
        final RequestTarget target;

        private RequestLine(String raw, String method, RequestTarget target, String version) {
            this.raw = raw;
            this.method = method;
            this.target = target;
            this.version = version;
        }

        static RequestLine of(String line) throws HeadException {
            String[] parts = line.split(" ", -1);
            if (parts.length != 3
                    || !Fields.isToken(parts[0])
                    || !VERSION.matcher(parts[2]).matches()) {
                throw new HeadException("bad_request_line", "The request line must be METHOD /path HTTP/1.1.");
            }
            if (!parts[2].equals("HTTP/1.1") && !parts[2].equals("HTTP/1.0")) {
                throw new HeadException(new RequestRefusal(
                        505, "HTTP Version Not Supported", "unsupported_version", "This server supports HTTP/1.1."));
            }
            if (parts[0].length() > LONGEST_METHOD || parts[0].equals("CONNECT") || isLowerCased(parts[0])) {
                throw new HeadException(new RequestRefusal(
                        501, "Not Implemented", "unsupported_method", "This server does not support the method."));
            }
            return new RequestLine(line, parts[0], RequestTarget.of(parts[0], parts[1]), parts[2]);
        }

        /** Methods are case-sensitive (RFC 9110 section 9.1), but Undertow ignores their case. */
        private static boolean isLowerCased(String method) {
            return method.chars().anyMatch(c -> c >= 'a' && c <= 'z');
        }

        String canonical() {
            return method + " " + target.text() + " " + version;
        }

        boolean isUnchanged() {
            return canonical().equals(raw);
        }
    }

    /** The fields that decide where a request ends, and those that must not be there twice. */
    private static final class Fields {

        final List<Field> all = new ArrayList<>();
        final List<String> hosts = new ArrayList<>(1);
        final List<String> lengths = new ArrayList<>(1);
        final List<String> codings = new ArrayList<>(1);
        final List<String> expectations = new ArrayList<>(1);
        final List<String> once = new ArrayList<>(ONCE.size());

        void add(String line) throws HeadException {
            int colon = line.indexOf(':');
            if (colon <= 0 || !isToken(line.substring(0, colon))) {
                throw new HeadException(
                        "bad_header", "A header line must be Name: value and must not continue the previous line.");
            }
            String name = line.substring(0, colon).toLowerCase(Locale.ROOT);
            String value = strip(line.substring(colon + 1));
            all.add(new Field(name, value));
            List<String> values = of(name);
            if (values != null) {
                values.add(value);
            } else if (ONCE.contains(name)) {
                once.add(name);
            }
        }

        void checkOnce() throws HeadException {
            for (int i = 0; i < once.size(); i++) {
                if (once.lastIndexOf(once.get(i)) > i) {
                    throw new HeadException(
                            "duplicate_header", "The request must not have " + once.get(i) + " more than once.");
                }
            }
        }

        private @Nullable List<String> of(String name) {
            return switch (name) {
                case "host" -> hosts;
                case "content-length" -> lengths;
                case "transfer-encoding" -> codings;
                case "expect" -> expectations;
                default -> null;
            };
        }

        private static String strip(String value) {
            int from = 0;
            int to = value.length();
            while (from < to && isBlank(value.charAt(from))) {
                from++;
            }
            while (to > from && isBlank(value.charAt(to - 1))) {
                to--;
            }
            return value.substring(from, to);
        }

        private static boolean isBlank(char c) {
            return c == ' ' || c == '\t';
        }

        static boolean isToken(String text) {
            return !text.isEmpty()
                    && text.chars()
                            .allMatch(c -> (c >= 'a' && c <= 'z')
                                    || (c >= 'A' && c <= 'Z')
                                    || (c >= '0' && c <= '9')
                                    || "!#$%&'*+-.^_`|~".indexOf(c) >= 0);
        }
    }
}
