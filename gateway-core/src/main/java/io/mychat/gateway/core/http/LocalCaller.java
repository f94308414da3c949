package io.mychat.gateway.core.http;

import io.mychat.gateway.core.config.AddressRange;
import io.mychat.gateway.spi.transport.HttpRequest;
import java.net.InetAddress;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Recognizes the requests of programs on this machine (protocol.md section 5). A proxy on this machine has a
 * loopback address too, but names its client in a header or passes on a public {@code Host}; a web page in a browser on
 * this machine has an {@code Origin}. A proxy that adds no header and sends a loopback {@code Host} cannot be told
 * apart.
 */
final class LocalCaller {

    /** Headers of proxies, in addition to those that begin with {@link #FORWARDED}. */
    private static final Set<String> FORWARDING = Set.of(
            "via",
            "forwarded",
            "forwarded-for",
            "x-real-ip",
            "x-client-ip",
            "x-cluster-client-ip",
            "x-original-forwarded-for",
            "x-envoy-external-address",
            "client-ip",
            "true-client-ip",
            "cf-connecting-ip",
            "fastly-client-ip");

    private static final String FORWARDED = "x-forwarded";

    private LocalCaller() {}

    static boolean sent(HttpRequest request) {
        return request.peer().getAddress().isLoopbackAddress()
                && !isForwarded(request)
                && !request.headers().containsKey("origin")
                && isLoopback(request.headers().getOrDefault("host", List.of()));
    }

    /** Whether a proxy says that it has passed the request on. */
    static boolean isForwarded(HttpRequest request) {
        return request.headers().keySet().stream()
                .anyMatch(name -> FORWARDING.contains(name) || name.startsWith(FORWARDED));
    }

    private static boolean isLoopback(List<String> hosts) {
        return hosts.size() == 1 && isLoopbackHost(hosts.get(0).trim().toLowerCase(Locale.ROOT));
    }

    /** A name or address with or without a port, as {@code Host} has it. */
    private static boolean isLoopbackHost(String host) {
        if (host.startsWith("[")) {
            int end = host.indexOf(']');
            return end > 0 && isPort(host.substring(end + 1)) && isLoopbackAddress(host.substring(1, end));
        }
        int colon = host.indexOf(':');
        String name = colon < 0 ? host : host.substring(0, colon);
        return isPort(host.substring(name.length()))
                && (name.equals("localhost") || name.equals("localhost.") || isLoopbackAddress(name));
    }

    private static boolean isPort(String text) {
        return text.isEmpty() || (text.startsWith(":") && text.chars().skip(1).allMatch(c -> c >= '0' && c <= '9'));
    }

    private static boolean isLoopbackAddress(String text) {
        return AddressRange.address(text).map(InetAddress::isLoopbackAddress).orElse(false);
    }
}
