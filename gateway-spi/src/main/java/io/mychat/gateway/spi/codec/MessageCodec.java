package io.mychat.gateway.spi.codec;

import io.mychat.gateway.spi.transport.MessageType;

/**
 * One form of the protocol's messages (protocol.md 1.1) as bytes. A client chooses it by its subprotocol in the handshake;
 * who names none gets JSON. Handlers, stores and other nodes see the same messages whatever the codec.
 *
 * <p>A gateway has any number of codecs: its own for JSON, those of modules and those of the host application. Thread-safe;
 * no method blocks.
 *
 * @since 0.1.0
 */
public interface MessageCodec {

    /** The name in {@code Sec-WebSocket-Protocol}, such as {@code mychat.v1.json}: a token of RFC 9110. */
    String subprotocol();

    /** The type of the messages in both directions. */
    MessageType messageType();

    /**
     * Decodes one message of a client. Never throws because of its content. Reads no byte outside the given range, and
     * keeps no reference to the buffer. The work and the memory have a bound that is proportional to {@code length}.
     *
     * @param buffer holds the message from {@code offset} on; valid and unchanged only during this call
     */
    DecodedMessage decode(byte[] buffer, int offset, int length);

    /** The encoder of all replies on one connection, which may keep their common part in encoded form. */
    ReplyEncoder replies(ReplyIdentity identity);

    /** Appends a notice of the server. The bytes are the same for all receivers, which share them. Never fails. */
    void encode(Notice notice, PayloadBuffer into);
}
