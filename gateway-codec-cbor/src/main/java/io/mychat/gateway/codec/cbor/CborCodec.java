package io.mychat.gateway.codec.cbor;

import io.mychat.gateway.spi.codec.DecodedMessage;
import io.mychat.gateway.spi.codec.MessageCodec;
import io.mychat.gateway.spi.codec.Notice;
import io.mychat.gateway.spi.codec.PayloadBuffer;
import io.mychat.gateway.spi.codec.ReplyEncoder;
import io.mychat.gateway.spi.codec.ReplyIdentity;
import io.mychat.gateway.spi.transport.MessageType;

/**
 * Messages as CBOR (RFC 8949) in binary frames. The fields are those of JSON; {@code data} is a map and not a text. What has
 * no counterpart in JSON is refused. Thread-safe.
 *
 * @since 0.1.0
 */
public final class CborCodec implements MessageCodec {

    /** The name in {@code Sec-WebSocket-Protocol}. */
    public static final String SUBPROTOCOL = "mychat.v1.cbor";

    private final CborDecoder decoder;
    private final CborEncoder encoder = new CborEncoder();

    /** @param maxDepth the deepest nesting of a message, the message itself included: {@code server.max_json_depth} */
    public CborCodec(int maxDepth) {
        if (maxDepth < 1) {
            throw new IllegalArgumentException("maxDepth must be positive, not " + maxDepth);
        }
        this.decoder = new CborDecoder(maxDepth);
    }

    @Override
    public String subprotocol() {
        return SUBPROTOCOL;
    }

    @Override
    public MessageType messageType() {
        return MessageType.BINARY;
    }

    @Override
    public DecodedMessage decode(byte[] buffer, int offset, int length) {
        return decoder.decode(buffer, offset, length);
    }

    @Override
    public ReplyEncoder replies(ReplyIdentity identity) {
        return encoder.replies(identity);
    }

    @Override
    public void encode(Notice notice, PayloadBuffer into) {
        encoder.notice(notice, into);
    }
}
