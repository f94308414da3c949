package io.mychat.gateway.transport.jakarta.websocket;

import io.mychat.gateway.spi.transport.HandshakeRequest;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * A handshake as the listener sees it. A copy, because containers use their requests again.
 *
 * @param fields the values of each header, by its name in lower case
 */
record Handshake(InetSocketAddress peer, Map<String, List<String>> fields) implements HandshakeRequest {

    Handshake {
        Map<String, List<String>> copy = new TreeMap<>();
        fields.forEach((name, values) -> copy.put(name.toLowerCase(Locale.ROOT), List.copyOf(values)));
        fields = Map.copyOf(copy);
    }

    @Override
    public Optional<String> header(String name) {
        return headers(name).stream().findFirst();
    }

    @Override
    public List<String> headers(String name) {
        return fields.getOrDefault(name.toLowerCase(Locale.ROOT), List.of());
    }

    @Override
    public List<String> subprotocols() {
        return tokens("Sec-WebSocket-Protocol").toList();
    }

    /** The elements of a comma-separated header, which may occur several times. */
    Stream<String> tokens(String name) {
        return headers(name).stream()
                .flatMap(value -> Stream.of(value.split(",")))
                .map(String::strip)
                .filter(token -> !token.isEmpty());
    }

    boolean hasToken(String name, String token) {
        return tokens(name).anyMatch(token::equalsIgnoreCase);
    }
}
