package io.mychat.gateway.spi.transport;

import java.util.Objects;

/**
 * Address and limits of an HTTP transport.
 *
 * @param host the address to bind
 * @param port the port to bind, 0 for any free one
 * @param maxBodyBytes the largest request body that is read
 * @param buffers the budget for buffered bodies
 * @since 0.1.0
 */
public record HttpSettings(String host, int port, int maxBodyBytes, BufferBudget buffers) {

    public HttpSettings {
        Objects.requireNonNull(host, "host");
        Objects.requireNonNull(buffers, "buffers");
        if (port < 0 || port > 65535) {
            throw new IllegalArgumentException("port must be 0 to 65535, not " + port);
        }
        if (maxBodyBytes < 0) {
            throw new IllegalArgumentException("maxBodyBytes must not be negative");
        }
    }

    /** Settings without a budget, for a host that runs a transport without a gateway. */
    public HttpSettings(String host, int port, int maxBodyBytes) {
        this(host, port, maxBodyBytes, BufferBudget.UNLIMITED);
    }
}
