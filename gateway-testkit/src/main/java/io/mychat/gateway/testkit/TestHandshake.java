package io.mychat.gateway.testkit;

import io.mychat.gateway.spi.transport.HandshakeRequest;
import io.mychat.gateway.spi.transport.MessageType;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The handshake of a client of {@link InMemoryTransport}. Immutable: each {@code with} and {@code from} returns a new
 * one.
 *
 * @since 0.1.0
 */
public final class TestHandshake implements HandshakeRequest {

    private static final int CLIENT_PORT = 50_000;
    private static final String SUBPROTOCOLS = "sec-websocket-protocol";

    private final InetSocketAddress peer;
    private final Map<String, List<String>> headers;

    private TestHandshake(InetSocketAddress peer, Map<String, List<String>> headers) {
        this.peer = peer;
        this.headers = headers;
    }

    /** A handshake from the loopback address without headers. */
    public static TestHandshake plain() {
        return new TestHandshake(new InetSocketAddress(InetAddress.getLoopbackAddress(), CLIENT_PORT), Map.of());
    }

    /** The same from another address. */
    public TestHandshake from(InetSocketAddress otherPeer) {
        return new TestHandshake(otherPeer, headers);
    }

    /** The same from another address, given as a literal such as {@code 192.0.2.7} or {@code 2001:db8::1}. */
    public TestHandshake from(String ipLiteral) {
        return from(new InetSocketAddress(ipLiteral, CLIENT_PORT));
    }

    /** The same with one more header; headers with the same name keep their order. */
    public TestHandshake with(String header, String value) {
        Map<String, List<String>> more = new TreeMap<>(headers);
        List<String> values = new ArrayList<>(headers(header));
        values.add(value);
        more.put(header.toLowerCase(Locale.ROOT), List.copyOf(values));
        return new TestHandshake(peer, more);
    }

    /** The same with one more subprotocol, after the previous ones in the order of preference. */
    public TestHandshake withSubprotocol(String name) {
        return with(SUBPROTOCOLS, name);
    }

    @Override
    public InetSocketAddress peer() {
        return peer;
    }

    @Override
    public Optional<String> header(String name) {
        return headers(name).stream().findFirst();
    }

    @Override
    public List<String> headers(String name) {
        return headers.getOrDefault(name.toLowerCase(Locale.ROOT), List.of());
    }

    @Override
    public List<String> subprotocols() {
        return headers(SUBPROTOCOLS).stream()
                .flatMap(line -> List.of(line.split(",")).stream())
                .map(String::strip)
                .filter(name -> !name.isEmpty())
                .toList();
    }

    /** An accepted handshake, as a connection is made of it. */
    record Accepted(InetSocketAddress peer, MessageType type) {}

    /** A copy, because a listener may distinguish handshakes by identity. */
    TestHandshake copy() {
        return new TestHandshake(peer, headers);
    }
}
