package io.mychat.gateway.spi.transport;

import java.net.InetSocketAddress;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * One HTTP request, read whole.
 *
 * @param method in upper case
 * @param path the decoded path without the query
 * @param query the decoded query parameters
 * @param headers header values by lower-case name
 * @param body the body, empty when there is none or {@code bodyTooLarge}
 * @param bodyTooLarge whether the body was over the limit and was not read
 * @param peer the other end of the TCP connection
 */
public record HttpRequest(
        String method,
        String path,
        Map<String, List<String>> query,
        Map<String, List<String>> headers,
        byte[] body,
        boolean bodyTooLarge,
        InetSocketAddress peer) {

    /** The first header of that name, case-insensitive. */
    public Optional<String> header(String name) {
        return headers.getOrDefault(name.toLowerCase(Locale.ROOT), List.of()).stream()
                .findFirst();
    }

    /** The first query parameter of that name. */
    public Optional<String> parameter(String name) {
        return query.getOrDefault(name, List.of()).stream().findFirst();
    }

    /** For logs: the names of parameters and headers without their values, which may be secrets, and no body. */
    @Override
    public String toString() {
        return "HttpRequest[%s %s, query=%s, headers=%s, body=%d bytes%s, peer=%s]"
                .formatted(
                        method,
                        path,
                        query.keySet(),
                        headers.keySet(),
                        body.length,
                        bodyTooLarge ? " of too many" : "",
                        AddressText.of(peer));
    }
}
