package io.mychat.gateway.core.codec;

import io.mychat.gateway.spi.codec.DecodedMessage;
import io.mychat.gateway.spi.codec.MessageCodec;
import io.mychat.gateway.spi.codec.Notice;
import io.mychat.gateway.spi.codec.PayloadBuffer;
import io.mychat.gateway.spi.codec.ReplyEncoder;
import io.mychat.gateway.spi.codec.ReplyIdentity;
import io.mychat.gateway.spi.transport.MessageType;

/** The codec that every gateway has: JSON in text messages, with {@code data} as a string. Thread-safe. */
public final class JsonCodec implements MessageCodec {

    public static final String SUBPROTOCOL = "mychat.v1.json";

    private final MessageDecoder decoder;
    private final MessageEncoder encoder = new MessageEncoder();

    public JsonCodec(Json json) {
        this.decoder = new MessageDecoder(json);
    }

    @Override
    public String subprotocol() {
        return SUBPROTOCOL;
    }

    @Override
    public MessageType messageType() {
        return MessageType.TEXT;
    }

    @Override
    public String toString() {
        return getClass().getName();
    }

    @Override
    public DecodedMessage decode(byte[] buffer, int offset, int length) {
        return decoder.decode(buffer, offset, length);
    }

    @Override
    public ReplyEncoder replies(ReplyIdentity identity) {
        byte[] encoded = encoder.identity(identity);
        return (cmdId, requestId, reply, at, into) -> encoder.reply(cmdId, requestId, reply, encoded, at, into);
    }

    @Override
    public void encode(Notice notice, PayloadBuffer into) {
        encoder.notice(notice, into);
    }

    /** As {@link #encode(Notice, PayloadBuffer)}, without the text between. */
    void encode(DeliveredMessage message, PayloadBuffer into) {
        encoder.delivered(message, into);
    }
}
