package io.mychat.gateway.transport.common.request;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Parses a header of the PROXY protocol, version 1 or 2, as its bytes arrive. It states how many bytes it needs next,
 * so that no byte after the header is read. Not thread-safe.
 */
public final class ProxyHeader {

    /** The least length of both versions. */
    private static final int PREFIX = 12;

    private static final int V1_MOST = 107;
    private static final int V2_HEAD = 16;
    /** The largest length with addresses and extensions, above what proxies send. */
    private static final int V2_MOST = V2_HEAD + 4096;

    private static final int UNIX_STREAM = 0x31;
    private static final int UNIX_ADDRESSES = 2 * 108;

    private static final byte[] V2_SIGNATURE = {13, 10, 13, 10, 0, 13, 10, 'Q', 'U', 'I', 'T', 10};
    private static final byte[] V1_SIGNATURE = "PROXY ".getBytes(StandardCharsets.US_ASCII);
    private static final Pattern V1 = Pattern.compile(
            "PROXY (?:UNKNOWN(?: [^\\r\\n]*)?|(?<family>TCP4|TCP6) (?<source>\\S+) (?<target>\\S+) (?<port>[0-9]{1,5}) (?<to>[0-9]{1,5}))\\r\\n");
    private static final Pattern IPV4 =
            Pattern.compile("(?:(?:25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])(?:\\.(?!$)|$)){4}");
    private static final Pattern IPV6 = Pattern.compile("[0-9A-Fa-f:.]{2,45}");
    private static final int MOST_PORT = 65_535;

    private byte[] bytes = new byte[PREFIX];
    private int length;
    private int needed = PREFIX;
    private Optional<InetSocketAddress> client = Optional.empty();

    /** The buffer for exactly the needed bytes; without remaining space the header is complete. */
    public ByteBuffer next() {
        return ByteBuffer.wrap(bytes, length, needed - length);
    }

    /**
     * Parses the bytes that were put into {@link #next()}.
     *
     * @throws ProxyHeaderException when the header is invalid
     */
    public void advance(int count) throws ProxyHeaderException {
        length += count;
        if (length < needed) {
            return;
        }
        if (Arrays.equals(bytes, 0, PREFIX, V2_SIGNATURE, 0, PREFIX)) {
            advanceV2();
        } else if (Arrays.equals(bytes, 0, V1_SIGNATURE.length, V1_SIGNATURE, 0, V1_SIGNATURE.length)) {
            advanceV1();
        } else {
            throw new ProxyHeaderException("the connection does not begin with a PROXY header");
        }
    }

    public boolean isComplete() {
        return length == needed;
    }

    /** The client that the header names; empty when the header has no address. */
    public Optional<InetSocketAddress> client() {
        return client;
    }

    private void advanceV1() throws ProxyHeaderException {
        if (bytes[length - 1] != '\n') {
            if (length == V1_MOST) {
                throw new ProxyHeaderException("a PROXY line is too long");
            }
            need(length + 1);
            return;
        }
        Matcher line = V1.matcher(new String(bytes, 0, length, StandardCharsets.ISO_8859_1));
        if (!line.matches()) {
            throw new ProxyHeaderException("a PROXY line is malformed");
        }
        String family = line.group("family");
        if (family != null) {
            address(family, line.group("target"), line.group("to"));
            client = Optional.of(address(family, line.group("source"), line.group("port")));
        }
    }

    private static InetSocketAddress address(String family, String text, String port) throws ProxyHeaderException {
        boolean v4 = family.equals("TCP4");
        int number = Integer.parseInt(port);
        if ((v4 ? IPV4 : IPV6).matcher(text).matches() && (v4 || text.indexOf(':') >= 0) && number <= MOST_PORT) {
            try {
                return new InetSocketAddress(InetAddress.getByName(text), number); // a literal address: no lookup
            } catch (UnknownHostException e) {
                // reported as the fault below
            }
        }
        throw new ProxyHeaderException("a PROXY line contains no valid address");
    }

    private void advanceV2() throws ProxyHeaderException {
        if (needed < V2_HEAD) {
            need(V2_HEAD);
            return;
        }
        int rest = ((bytes[14] & 0xff) << 8) | (bytes[15] & 0xff);
        if (bytes[12] >>> 4 != 2 || V2_HEAD + rest > V2_MOST) {
            throw new ProxyHeaderException("a PROXY header has an unknown version or is too long");
        }
        if (length < V2_HEAD + rest) {
            need(V2_HEAD + rest);
            return;
        }
        switch (bytes[12] & 0xf) {
            case 0 -> {} // LOCAL: a health check of the proxy itself
            case 1 -> client = v2Client(rest);
            default -> throw new ProxyHeaderException("a PROXY header has an unknown command");
        }
    }

    private Optional<InetSocketAddress> v2Client(int rest) throws ProxyHeaderException {
        int family = bytes[13] & 0xff;
        if (family == 0) {
            return Optional.empty(); // UNSPEC
        }
        if (family == UNIX_STREAM && rest >= UNIX_ADDRESSES) {
            return Optional.empty(); // no address that could be anybody's: the peer speaks for itself
        }
        int size = family == 0x11 ? 4 : 16;
        if ((family != 0x11 && family != 0x21) || rest < 2 * size + 4) {
            throw new ProxyHeaderException("a PROXY header contains no TCP address");
        }
        ByteBuffer fields = ByteBuffer.wrap(bytes, V2_HEAD, rest);
        byte[] source = new byte[size];
        fields.get(source).position(V2_HEAD + 2 * size);
        try {
            return Optional.of(new InetSocketAddress(InetAddress.getByAddress(source), fields.getShort() & 0xffff));
        } catch (UnknownHostException e) {
            throw new IllegalStateException("4 or 16 bytes are an address", e);
        }
    }

    private void need(int more) {
        needed = more;
        if (bytes.length < more) {
            bytes = Arrays.copyOf(bytes, Math.max(more, V1_MOST));
        }
    }
}
