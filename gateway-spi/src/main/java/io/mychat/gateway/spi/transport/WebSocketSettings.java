package io.mychat.gateway.spi.transport;

import java.time.Duration;
import java.util.Objects;

/**
 * Address, path and limits of a WebSocket transport.
 *
 * @param host the address to bind
 * @param port the port to bind, 0 for any free one
 * @param path the only path, for example {@code /ws}
 * @param maxMessageBytes the largest payload of a client's message, over all its frames
 * @param maxOutboundBytes the largest number of bytes that wait for one connection's socket
 * @param closeTimeout the longest wait for the peer's close frame
 * @since 0.1.0
 */
public record WebSocketSettings(
        String host, int port, String path, int maxMessageBytes, int maxOutboundBytes, Duration closeTimeout) {

    public WebSocketSettings {
        Objects.requireNonNull(host, "host");
        Objects.requireNonNull(path, "path");
        Objects.requireNonNull(closeTimeout, "closeTimeout");
        if (port < 0 || port > 65535) {
            throw new IllegalArgumentException("port must be 0 to 65535, not " + port);
        }
        if (maxMessageBytes < 1 || maxOutboundBytes < 1) {
            throw new IllegalArgumentException("limits must be positive");
        }
    }
}
