package io.mychat.gateway.spi.codec;

import io.mychat.gateway.spi.message.RequestId;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The result of decoding one message of a client. {@link EnvelopeBuilder} makes it by the rules that all codecs share.
 *
 * @since 0.1.0
 */
public sealed interface DecodedMessage {

    /** The command that a reply names; 0 where the message has none. */
    long cmdId();

    /** The mark to echo, if any. */
    @Nullable
    RequestId requestId();

    /**
     * A message as protocol.md 1.1 has it.
     *
     * @param data JSON text; unchecked when the client sent it as a text
     * @param platform the client's value, or empty
     * @param bytes the memory of the message: its encoded length, or the length of {@code data} when that is more
     */
    record Envelope(
            long cmdId,
            String data,
            String platform,
            @Nullable RequestId requestId,
            int bytes) implements DecodedMessage {

        public Envelope {
            Objects.requireNonNull(data, "data");
            Objects.requireNonNull(platform, "platform");
        }

        /** Without the data: a login's holds a password. */
        @Override
        public String toString() {
            return "Envelope[cmdId=" + cmdId + ", platform=" + platform + ", requestId=" + requestId + ", bytes="
                    + bytes + "]";
        }
    }

    /** A message with a valid command and another field that is wrong. It is answered with 400. */
    record Invalid(long cmdId, @Nullable RequestId requestId, String error, String detail) implements DecodedMessage {}

    /**
     * Bytes that are not in the codec's format, no object, or an object without a valid {@code cmd_id}. They are answered
     * with 400 and the command 0; many of them in a row close the connection with 1008.
     */
    record Malformed(@Nullable RequestId requestId, String error, String detail) implements DecodedMessage {

        /** A message of which no field is used. */
        public static Malformed unreadable(String error, String detail) {
            return new Malformed(null, error, detail);
        }

        @Override
        public long cmdId() {
            return 0;
        }
    }
}
