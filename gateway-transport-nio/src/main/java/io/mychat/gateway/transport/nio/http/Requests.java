package io.mychat.gateway.transport.nio.http;

import io.mychat.gateway.spi.transport.HttpRequest;
import io.mychat.gateway.transport.common.request.RequestHead;
import io.mychat.gateway.transport.nio.tls.TlsStream;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Converts exchanges to requests of the SPI. Callable from any thread while the request is being answered. */
final class Requests {

    private Requests() {}

    static HttpRequest of(HttpExchange exchange, byte[] body, boolean tooLarge) {
        RequestHead head = exchange.head();
        RequestUri uri = RequestUri.of(head.target());
        Map<String, List<String>> headers = new HashMap<>();
        head.fields()
                .forEach(field -> headers.computeIfAbsent(field.name(), any -> new ArrayList<>(1))
                        .add(field.value()));
        headers.replaceAll((name, values) -> List.copyOf(values));
        Optional<X509Certificate> certificate =
                exchange.connection().stream() instanceof TlsStream tls ? tls.clientCertificate() : Optional.empty();
        return new HttpRequest(
                head.method(),
                uri.path(),
                uri.query(),
                Map.copyOf(headers),
                body,
                tooLarge,
                exchange.peer(),
                certificate);
    }

    /** Whether the client waits for a sign before it sends its body (RFC 9110 section 10.1.1). */
    static boolean expectsContinue(HttpExchange exchange) {
        return exchange.head().isHttp11()
                && !exchange.head().values("expect").isEmpty()
                && exchange.connection().kept().length() == 0;
    }
}
