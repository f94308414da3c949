package io.mychat.gateway.testkit;

import io.mychat.gateway.spi.transport.MessageType;

/** A message between the two ends of an in-memory connection, modelled on the frames of RFC 6455. */
sealed interface Frame {

    /** No status code in a close frame (RFC 6455 section 7.4.1). */
    int NO_STATUS = 1005;

    /** The connection ended without a close frame. */
    int ABNORMAL = 1006;

    /** A message in one frame, or the last fragment of one. */
    record Message(MessageType type, byte[] payload) implements Frame {

        /** The bytes that an unmasked frame takes (RFC 6455 section 5.2). */
        int wireBytes() {
            return payload.length + (payload.length < 126 ? 2 : payload.length <= 0xFFFF ? 4 : 10);
        }
    }

    /** A first or middle fragment of a message; a {@link Message} completes it. */
    record Fragment(byte[] payload) implements Frame {}

    record Ping() implements Frame {}

    record Pong() implements Frame {}

    record Close(int code) implements Frame {

        /** Whether an endpoint may send it (RFC 6455 section 7.4). */
        boolean isAllowed() {
            return (code >= 1000 && code <= 1003)
                    || code == NO_STATUS
                    || (code >= 1007 && code <= 1014)
                    || (code >= 3000 && code <= 4999);
        }
    }

    /** The end of the TCP connection. */
    record End() implements Frame {}
}
