package io.mychat.gateway.transport.jakarta.http;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.Optional;
import java.util.regex.Pattern;

/** The other end of a connection, from the text of a container. Never asks a name server. */
public final class PeerAddress {

    private static final Pattern LITERAL = Pattern.compile("[0-9.]+|\\[?[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*(%[^\\]]*)?]?");

    private PeerAddress() {}

    /** @return empty when the text is no IP address */
    public static Optional<InetSocketAddress> of(String address, int port) {
        if (!LITERAL.matcher(address).matches()) {
            return Optional.empty();
        }
        try {
            return Optional.of(new InetSocketAddress(InetAddress.getByName(address), Math.max(0, port)));
        } catch (UnknownHostException e) {
            return Optional.empty();
        }
    }
}
