package io.mychat.gateway.spi.transport;

/**
 * The type of the messages on one connection, in both directions (RFC 6455 section 5.6). The handshake decides it.
 *
 * @since 0.1.0
 */
public enum MessageType {
    /** Text frames. The transport checks that messages of the client are UTF-8. */
    TEXT,
    /** Binary frames. The transport passes their bytes on unchecked. */
    BINARY
}
