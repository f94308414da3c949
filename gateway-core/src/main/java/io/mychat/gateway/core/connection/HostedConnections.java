package io.mychat.gateway.core.connection;

import io.mychat.gateway.spi.transport.CloseReason;
import io.mychat.gateway.spi.transport.HandshakeRequest;
import io.mychat.gateway.spi.transport.HostedConnection;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;

/** The host application's own connections on the gateway's port, with the addresses of their clients. Thread-safe. */
public final class HostedConnections {

    private final Map<HandshakeRequest, Hosted> open = new ConcurrentHashMap<>();

    private record Hosted(String address, HostedConnection connection) {}

    /** @param address as the gateway writes it */
    public void opened(HandshakeRequest request, String address, HostedConnection connection) {
        open.put(request, new Hosted(address, connection));
    }

    /** Does nothing for a handshake that did not become a connection of the host. */
    public void ended(HandshakeRequest request) {
        open.remove(request);
    }

    /** Closes those of some addresses with {@link CloseReason#ADDRESS_REFUSED}. */
    public void refuse(Predicate<String> addresses, String notice) {
        for (Hosted hosted : open.values()) {
            if (addresses.test(hosted.address())) {
                hosted.connection().refuse(CloseReason.ADDRESS_REFUSED, notice);
            }
        }
    }
}
