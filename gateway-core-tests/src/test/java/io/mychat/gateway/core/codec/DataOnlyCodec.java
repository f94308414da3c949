package io.mychat.gateway.core.codec;

import io.mychat.gateway.spi.codec.DecodedMessage;
import io.mychat.gateway.spi.codec.MessageCodec;
import io.mychat.gateway.spi.codec.Notice;
import io.mychat.gateway.spi.codec.PayloadBuffer;
import io.mychat.gateway.spi.codec.ReplyEncoder;
import io.mychat.gateway.spi.codec.ReplyIdentity;
import io.mychat.gateway.spi.transport.MessageType;
import java.nio.charset.StandardCharsets;

/** A codec in which a message is its data and nothing else; every message of a client is a heartbeat. */
public final class DataOnlyCodec implements MessageCodec {

    @Override
    public String subprotocol() {
        return "data-only";
    }

    @Override
    public MessageType messageType() {
        return MessageType.BINARY;
    }

    @Override
    public DecodedMessage decode(byte[] buffer, int offset, int length) {
        return new DecodedMessage.Envelope(
                3001, new String(buffer, offset, length, StandardCharsets.UTF_8), "", null, length);
    }

    @Override
    public ReplyEncoder replies(ReplyIdentity identity) {
        return (cmdId, requestId, reply, at, into) -> append(reply.data(), into);
    }

    @Override
    public void encode(Notice notice, PayloadBuffer into) {
        append(notice.data(), into);
    }

    private static void append(String data, PayloadBuffer into) {
        into.append(data.getBytes(StandardCharsets.UTF_8));
    }
}
