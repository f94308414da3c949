package io.mychat.gateway.transport.undertow.http;

import io.mychat.gateway.spi.transport.HttpRequest;
import io.mychat.gateway.transport.undertow.accept.ClientChannel;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.HeaderValues;
import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Converts requests of Undertow to requests of the SPI. */
final class Requests {

    private Requests() {}

    static HttpRequest of(HttpServerExchange exchange, byte[] body, boolean tooLarge) {
        Map<String, List<String>> query = new HashMap<>();
        exchange.getQueryParameters().forEach((name, values) -> query.put(name, List.copyOf(values)));
        Map<String, List<String>> headers = new HashMap<>();
        for (HeaderValues values : exchange.getRequestHeaders()) {
            headers.put(values.getHeaderName().toString().toLowerCase(Locale.ROOT), List.copyOf(values));
        }
        ClientChannel channel = ClientChannel.of(exchange);
        return new HttpRequest(
                exchange.getRequestMethod().toString().toUpperCase(Locale.ROOT),
                exchange.getRequestPath(),
                Map.copyOf(query),
                Map.copyOf(headers),
                body,
                tooLarge,
                exchange.getConnection().getPeerAddress(InetSocketAddress.class),
                channel == null ? Optional.empty() : channel.clientCertificate());
    }
}
