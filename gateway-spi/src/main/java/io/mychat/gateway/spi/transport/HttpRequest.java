package io.mychat.gateway.spi.transport;

import java.net.InetSocketAddress;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * One complete HTTP request.
 *
 * @param method the method in upper case
 * @param path the decoded path without the query
 * @param query the decoded query parameters
 * @param headers header values by lower-case name
 * @param body the body; empty without a body and when {@code bodyTooLarge}
 * @param bodyTooLarge whether the body exceeded the limit and was not read
 * @param peer the other end of the TCP connection
 * @param clientCertificate the certificate that the client has shown in its TLS handshake and that the transport has verified
 * @since 0.1.0
 */
public record HttpRequest(
        String method,
        String path,
        Map<String, List<String>> query,
        Map<String, List<String>> headers,
        byte[] body,
        boolean bodyTooLarge,
        InetSocketAddress peer,
        Optional<X509Certificate> clientCertificate) {

    /** A request without a certificate of the client. */
    public HttpRequest(
            String method,
            String path,
            Map<String, List<String>> query,
            Map<String, List<String>> headers,
            byte[] body,
            boolean bodyTooLarge,
            InetSocketAddress peer) {
        this(method, path, query, headers, body, bodyTooLarge, peer, Optional.empty());
    }

    /** The first header with this name, case-insensitive. */
    public Optional<String> header(String name) {
        return headers.getOrDefault(name.toLowerCase(Locale.ROOT), List.of()).stream()
                .findFirst();
    }

    /** The first query parameter with this name. */
    public Optional<String> parameter(String name) {
        return query.getOrDefault(name, List.of()).stream().findFirst();
    }

    /** Contains the names of parameters and headers, but not their values, which may be secrets, and not the body. */
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
