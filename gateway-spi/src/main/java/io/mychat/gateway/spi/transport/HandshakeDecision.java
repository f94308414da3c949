package io.mychat.gateway.spi.transport;

import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The decision about a handshake.
 *
 * @since 0.1.0
 */
public sealed interface HandshakeDecision {

    /**
     * The handshake is accepted.
     *
     * @param subprotocol one of the client's subprotocols, or null for none
     * @param type the type of all messages on the connection; a message of the other type closes it with {@link
     *     CloseReason#UNSUPPORTED_DATA}
     */
    record Accept(@Nullable String subprotocol, MessageType type) implements HandshakeDecision {

        public Accept {
            Objects.requireNonNull(type, "type");
        }

        /** A connection with text messages. */
        public Accept(@Nullable String subprotocol) {
            this(subprotocol, MessageType.TEXT);
        }
    }

    /**
     * The handshake is answered with an HTTP error, and the connection closes.
     *
     * @param status 403, 429 or 503
     * @param body the JSON body
     * @param retryAfter sent as {@code Retry-After} in whole seconds, rounded up; null: none
     */
    record Refuse(int status, String body, @Nullable Duration retryAfter) implements HandshakeDecision {}
}
