package io.mychat.gateway.spi.transport;

import java.util.Objects;

/**
 * The bounds of an HTTP transport.
 *
 * @param host the address to bind
 * @param port the port to bind, 0 for any free one
 * @param maxBodyBytes the largest request body that is read
 */
public record HttpSettings(String host, int port, int maxBodyBytes) {

    public HttpSettings {
        Objects.requireNonNull(host, "host");
        if (port < 0 || port > 65535) {
            throw new IllegalArgumentException("port must be 0 to 65535, not " + port);
        }
        if (maxBodyBytes < 0) {
            throw new IllegalArgumentException("maxBodyBytes must not be negative");
        }
    }
}
