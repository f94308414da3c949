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
        return valuesOf(fields, name);
    }

    /** A copy only where there are several. */
    private static List<String> valuesOf(List<Field> fields, String name) {
        String first = null;
        List<String> all = null;
        for (int i = 0; i < fields.size(); i++) {
            Field field = fields.get(i);
            if (field.name().length() != name.length() || !field.name().equalsIgnoreCase(name)) {
                continue;
            }
            if (first == null) {
                first = field.value();
            } else {
                if (all == null) {
                    all = new ArrayList<>();
                    all.add(first);
                }
                all.add(field.value());
            }
        }
        if (all != null) {
            return List.copyOf(all);
        }
        return first == null ? List.of() : List.of(first);
    }

    private static final Pattern HOST =
            Pattern.compile("([A-Za-z0-9._~%!$&'()*+,;=-]*|\\[[0-9A-Fa-f:.]+])(:(?<port>[0-9]{1,5}))?");
    private static final int HIGHEST_PORT = 65_535;
    /** The limit of Undertow's parser, far above all limits here. */
    private static final long LONGEST_BODY = 1L << 60;

    private static final int LONGEST_METHOD = 32;
    private static final String LINE_END = "\r\n";
    private static final String HTTP_11 = "HTTP/1.1";
    private static final String GET = "GET";
    /** Names of which no copy is made. */
    private static final String[] USUAL = {
        "host",
        "upgrade",
        "connection",
        "sec-websocket-key",
        "sec-websocket-version",
        "sec-websocket-extensions",
        "sec-websocket-protocol",
        "origin",
        "user-agent",
        "accept",
        "accept-encoding",
        "accept-language",
        "authorization",
        "cache-control",
        "pragma",
        "content-length",
        "content-type",
        "x-forwarded-for"
    };

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
        int first = text.indexOf(LINE_END);
        int end = text.length() - LINE_END.length();
        RequestLine line = RequestLine.of(text.substring(0, first));
        Fields fields = new Fields();
        for (int from = first + LINE_END.length(); from < end; ) {
            int to = text.indexOf(LINE_END, from);
            fields.add(text, from, to);
            from = to + LINE_END.length();
            if (fields.all.size() > mostFields) {
                throw new HeadException(tooLarge("The request has more than " + mostFields + " header fields."));
            }
        }
        boolean http11 = line.version.equals(HTTP_11);
        checkHost(fields, line, http11);
        fields.checkOnce();
        checkExpect(fields);
        long body = bodyBytes(fields, http11);
        String passed = line.isUnchanged() ? text : line.canonical() + text.substring(first);
        return new RequestHead(line.method, line.target.text(), http11, fields.all, body, passed);
    }

    static RequestRefusal tooLarge(String detail) {
        return new RequestRefusal(431, "Request Header Fields Too Large", "head_too_large", detail);
    }

    /** Checks a field line of a head or a trailer. */
    static void checkField(String line) throws HeadException {
        new Fields().add(line, 0, line.length());
    }

    private static void checkHost(Fields fields, RequestLine line, boolean http11) throws HeadException {
        List<String> hosts = fields.of("host");
        if (hosts.size() > 1 || (http11 && hosts.isEmpty())) {
            throw new HeadException("bad_host", "The request must have exactly one Host.");
        }
        if (hosts.isEmpty()) {
            return;
        }
        String host = hosts.get(0);
        if (!isHost(host)) {
            throw new HeadException("bad_host", "The Host is malformed.");
        }
        Optional<String> authority = line.target.authority();
        if (authority.isPresent() && !authority.get().equalsIgnoreCase(host)) {
            throw new HeadException("bad_host", "The request target and the Host differ.");
        }
    }

    private static boolean isHost(String host) {
        if (isPlainName(host)) {
            return true;
        }
        Matcher parts = HOST.matcher(host);
        if (!parts.matches()) {
            return false;
        }
        String port = parts.group("port");
        return (port == null || Integer.parseInt(port) <= HIGHEST_PORT)
                && (!host.startsWith("[") || isIpv6(host.substring(0, host.indexOf(']') + 1)));
    }

    /** Whether a host is a usual name or IPv4 address, with a port of at most four digits or without one. */
    private static boolean isPlainName(String host) {
        int colon = host.indexOf(':');
        int end = colon < 0 ? host.length() : colon;
        for (int i = 0; i < end; i++) {
            char c = host.charAt(i);
            if ((c < 'a' || c > 'z') && (c < '0' || c > '9') && c != '.' && c != '-') {
                return false;
            }
        }
        for (int i = end + 1; i < host.length(); i++) {
            if (host.charAt(i) < '0' || host.charAt(i) > '9') {
                return false;
            }
        }
        return colon < 0 || (host.length() > end + 1 && host.length() <= end + 5);
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
        for (String expectation : fields.of("expect")) {
            if (!expectation.equalsIgnoreCase("100-continue")) {
                throw new HeadException(new RequestRefusal(
                        417,
                        "Expectation Failed",
                        "unknown_expectation",
                        "The only supported Expect is 100-continue."));
            }
        }
    }

    private static long bodyBytes(Fields fields, boolean http11) throws HeadException {
        List<String> codings = fields.of("transfer-encoding");
        List<String> lengths = fields.of("content-length");
        if (codings.isEmpty()) {
            return lengths.isEmpty() ? 0 : contentLength(lengths);
        }
        if (!lengths.isEmpty()) {
            throw new HeadException(
                    "bad_framing", "A request must not have both Content-Length and Transfer-Encoding.");
        }
        if (!http11) {
            throw new HeadException("bad_framing", "HTTP/1.0 does not allow Transfer-Encoding.");
        }
        if (codings.size() > 1 || !codings.get(0).equalsIgnoreCase("chunked")) {
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
            int first = line.indexOf(' ');
            int second = line.indexOf(' ', first + 1);
            if (first < 0 || second < 0 || !Fields.isToken(line, 0, first) || !isVersion(line, second + 1)) {
                throw new HeadException("bad_request_line", "The request line must be METHOD /path HTTP/1.1.");
            }
            String version = line.startsWith(HTTP_11, second + 1) ? HTTP_11 : line.substring(second + 1);
            if (line.length() - second - 1 != HTTP_11.length()
                    || (!version.equals(HTTP_11) && !version.equals("HTTP/1.0"))) {
                throw new HeadException(new RequestRefusal(
                        505, "HTTP Version Not Supported", "unsupported_version", "This server supports HTTP/1.1."));
            }
            String method = first == GET.length() && line.startsWith(GET) ? GET : line.substring(0, first);
            if (method.length() > LONGEST_METHOD || method.equals("CONNECT") || isLowerCased(method)) {
                throw new HeadException(new RequestRefusal(
                        501, "Not Implemented", "unsupported_method", "This server does not support the method."));
            }
            RequestTarget target = RequestTarget.of(method, line.substring(first + 1, second));
            return new RequestLine(line, method, target, version);
        }

        /** Whether the rest of a line is {@code HTTP/1} or {@code HTTP/1.1}, with whatever numbers. */
        private static boolean isVersion(String line, int from) {
            if (!line.startsWith("HTTP/", from)) {
                return false;
            }
            int at = afterDigits(line, from + 5);
            if (at == from + 5 || at == line.length()) {
                return at > from + 5;
            }
            return line.charAt(at) == '.' && at + 1 < line.length() && afterDigits(line, at + 1) == line.length();
        }

        private static int afterDigits(String line, int from) {
            int at = from;
            while (at < line.length() && line.charAt(at) >= '0' && line.charAt(at) <= '9') {
                at++;
            }
            return at;
        }

        /** Methods are case-sensitive (RFC 9110 section 9.1), but Undertow ignores their case. */
        private static boolean isLowerCased(String method) {
            for (int i = 0; i < method.length(); i++) {
                if (method.charAt(i) >= 'a' && method.charAt(i) <= 'z') {
                    return true;
                }
            }
            return false;
        }

        String canonical() {
            return method + " " + target.text() + " " + version;
        }

        boolean isUnchanged() {
            String text = target.text();
            return raw.length() == method.length() + text.length() + version.length() + 2
                    && raw.startsWith(text, method.length() + 1);
        }
    }

    /** The header fields. */
    private static final class Fields {

        final List<Field> all = new ArrayList<>();

        /** Adds the field of a line between two positions. */
        void add(String text, int from, int to) throws HeadException {
            int colon = text.indexOf(':', from);
            if (colon <= from || colon >= to || !isToken(text, from, colon)) {
                throw new HeadException(
                        "bad_header", "A header line must be Name: value and must not continue the previous line.");
            }
            all.add(new Field(name(text, from, colon), stripped(text, colon + 1, to)));
        }

        void checkOnce() throws HeadException {
            for (int i = 1; i < all.size(); i++) {
                String name = all.get(i).name();
                if (ONCE.contains(name) && isAmongFirst(i, name)) {
                    throw new HeadException(
                            "duplicate_header", "The request must not have " + name + " more than once.");
                }
            }
        }

        private boolean isAmongFirst(int count, String name) {
            for (int i = 0; i < count; i++) {
                if (all.get(i).name().equals(name)) {
                    return true;
                }
            }
            return false;
        }

        List<String> of(String name) {
            return valuesOf(all, name);
        }

        private static String name(String text, int from, int to) {
            for (String usual : USUAL) {
                if (usual.length() == to - from && text.regionMatches(true, from, usual, 0, to - from)) {
                    return usual;
                }
            }
            return text.substring(from, to).toLowerCase(Locale.ROOT);
        }

        private static String stripped(String text, int first, int end) {
            int from = first;
            int to = end;
            while (from < to && isBlank(text.charAt(from))) {
                from++;
            }
            while (to > from && isBlank(text.charAt(to - 1))) {
                to--;
            }
            return text.substring(from, to);
        }

        private static boolean isBlank(char c) {
            return c == ' ' || c == '\t';
        }

        static boolean isToken(String text, int from, int to) {
            for (int i = from; i < to; i++) {
                char c = text.charAt(i);
                if ((c < 'a' || c > 'z')
                        && (c < 'A' || c > 'Z')
                        && (c < '0' || c > '9')
                        && "!#$%&'*+-.^_`|~".indexOf(c) < 0) {
                    return false;
                }
            }
            return to > from;
        }
    }
}
