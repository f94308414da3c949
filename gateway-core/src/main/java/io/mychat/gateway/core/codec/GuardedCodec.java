package io.mychat.gateway.core.codec;

import io.mychat.gateway.spi.codec.DecodedMessage;
import io.mychat.gateway.spi.codec.MessageCodec;
import io.mychat.gateway.spi.codec.Notice;
import io.mychat.gateway.spi.codec.PayloadBuffer;
import io.mychat.gateway.spi.codec.ReplyEncoder;
import io.mychat.gateway.spi.codec.ReplyIdentity;
import io.mychat.gateway.spi.event.RateLimitedLog;
import io.mychat.gateway.spi.time.TimeSource;
import io.mychat.gateway.spi.transport.MessageType;
import java.util.Objects;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A codec of a module or of the host application, which may have mistakes: those are logged. Thread-safe. */
final class GuardedCodec implements MessageCodec {

    private static final Logger log = LoggerFactory.getLogger(GuardedCodec.class);

    private final MessageCodec codec;
    private final String subprotocol;
    private final MessageType messageType;
    private final RateLimitedLog failures;

    GuardedCodec(MessageCodec codec, TimeSource time) {
        this.codec = codec;
        this.subprotocol = Objects.requireNonNull(codec.subprotocol(), "subprotocol");
        this.messageType = Objects.requireNonNull(codec.messageType(), "messageType");
        this.failures = RateLimitedLog.withCauses(log::error, time);
    }

    @Override
    public String subprotocol() {
        return subprotocol;
    }

    @Override
    public MessageType messageType() {
        return messageType;
    }

    /** A failure is logged by the transport, which closes the connection. */
    @Override
    public DecodedMessage decode(byte[] buffer, int offset, int length) {
        return Objects.requireNonNull(codec.decode(buffer, offset, length), "a codec decodes to a message");
    }

    @Override
    public ReplyEncoder replies(ReplyIdentity identity) {
        try {
            ReplyEncoder encoder = Objects.requireNonNull(codec.replies(identity), "a codec has an encoder");
            return (cmdId, requestId, reply, at, into) -> {
                try {
                    encoder.encode(cmdId, requestId, reply, at, into);
                } catch (RuntimeException e) {
                    throw failed(e);
                }
            };
        } catch (RuntimeException e) {
            throw failed(e);
        }
    }

    @Override
    public void encode(Notice notice, PayloadBuffer into) {
        try {
            codec.encode(notice, into);
        } catch (RuntimeException e) {
            throw failed(e);
        }
    }

    private EncodingException failed(RuntimeException e) {
        failures.log("The codec " + subprotocol + " failed to encode a message; the connection closes with 1011", e);
        return new EncodingException(e);
    }

    @Override
    public String toString() {
        return codec.getClass().getName();
    }
}
