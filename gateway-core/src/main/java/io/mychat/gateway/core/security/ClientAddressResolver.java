package io.mychat.gateway.core.security;

import io.mychat.gateway.core.config.AddressRange;
import io.mychat.gateway.core.config.security.ClientAddressConfig;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Determines the client's address of a request ({@code security.client_address}, protocol.md section 5), for both
 * ports. Only the configured source is used, and only from a trusted proxy. Immutable.
 */
public final class ClientAddressResolver {

    private final ClientAddressConfig config;

    public ClientAddressResolver(ClientAddressConfig config) {
        this.config = config;
    }

    /**
     * The client's address.
     *
     * @param peer the other end of the TCP connection, or the client that the PROXY protocol has announced
     * @param headers returns all values of a header, by its lower-case name
     */
    public ClientAddress resolve(InetAddress peer, Function<String, List<String>> headers) {
        ClientAddressConfig.Source source = config.source();
        if (source == ClientAddressConfig.Source.PEER
                || source == ClientAddressConfig.Source.PROXY_PROTOCOL
                || !config.isTrusted(peer)) {
            return new ClientAddress.Known(peer);
        }
        List<String> values = headers.apply(source.configName());
        if (values.size() != 1) {
            return new ClientAddress.Invalid("A trusted proxy must send one " + source.configName() + " header.");
        }
        Optional<InetAddress> client = source == ClientAddressConfig.Source.X_REAL_IP
                ? node(values.get(0).strip())
                : nearest(
                        source == ClientAddressConfig.Source.FORWARDED
                                ? forwarded(values.get(0))
                                : list(values.get(0)));
        return client.<ClientAddress>map(ClientAddress.Known::new)
                .orElseGet(() -> new ClientAddress.Invalid(
                        "The " + source.configName() + " header of a trusted proxy holds no valid address."));
    }

    /**
     * Whether limits per address apply. They do not apply to trusted proxies and to {@code
     * security.uncounted_addresses}.
     */
    public boolean isCounted(InetAddress address) {
        return !config.isTrusted(address) && !config.isUncounted(address);
    }

    /** Whether a connection of this peer begins with a header of the PROXY protocol. */
    public boolean announces(InetAddress peer) {
        return config.source() == ClientAddressConfig.Source.PROXY_PROTOCOL && config.isTrusted(peer);
    }

    private static List<String> list(String value) {
        return List.of(value.split(",", -1));
    }

    /**
     * The {@code for} of each element; empty when the header is malformed anywhere, because a quote could hide an
     * element.
     */
    private static List<String> forwarded(String value) {
        return ForwardedHeader.forValues(value).orElse(List.of());
    }

    /**
     * The rightmost hop that is not a trusted proxy; when all are trusted, the leftmost. The client may have invented
     * the hops to the left of it.
     */
    private Optional<InetAddress> nearest(List<String> hops) {
        Optional<InetAddress> hop = Optional.empty();
        List<String> nearestFirst = new ArrayList<>(hops);
        Collections.reverse(nearestFirst);
        for (String text : nearestFirst) {
            hop = node(text.strip());
            if (hop.isEmpty() || !config.isTrusted(hop.get())) {
                return hop;
            }
        }
        return hop;
    }

    /** An address, with a port or in brackets: {@code 203.0.113.9:4711}, {@code [2001:db8::1]:4711}. */
    private static Optional<InetAddress> node(String text) {
        if (text.startsWith("[")) {
            int end = text.indexOf(']');
            return end > 0 && text.indexOf(':') > 0 && isPort(text.substring(end + 1))
                    ? AddressRange.address(text.substring(1, end))
                    : Optional.empty();
        }
        int colon = text.indexOf(':');
        boolean port = colon > 0 && colon == text.lastIndexOf(':') && isPort(text.substring(colon));
        return AddressRange.address(port ? text.substring(0, colon) : text);
    }

    /** Whether the text is empty, a port, or an obfuscated port of RFC 7239. */
    private static boolean isPort(String text) {
        return text.isEmpty() || text.matches(":([0-9]{1,5}|_[A-Za-z0-9._-]{1,64})");
    }
}
