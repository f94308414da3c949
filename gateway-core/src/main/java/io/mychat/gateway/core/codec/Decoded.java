package io.mychat.gateway.core.codec;

import io.mychat.gateway.spi.message.RequestId;
import org.jspecify.annotations.Nullable;

/** The result of decoding a text frame. */
public sealed interface Decoded {

    /** The command that a reply names; 0 where the frame has none. */
    long cmdId();

    /** The mark to echo, if any. */
    @Nullable
    RequestId requestId();

    /**
     * An envelope as protocol.md 1.1 has it.
     *
     * @param data JSON text, not checked
     * @param platform the client's value, or empty
     * @param bytes the length of the frame
     */
    record Envelope(
            long cmdId,
            String data,
            String platform,
            @Nullable RequestId requestId,
            int bytes) implements Decoded {

        /** Without the data: a login's holds a password. */
        @Override
        public String toString() {
            return "Envelope[cmdId=" + cmdId + ", platform=" + platform + ", requestId=" + requestId + ", bytes="
                    + bytes + "]";
        }
    }

    /** An envelope with a valid command and another field that is wrong. */
    record Invalid(long cmdId, @Nullable RequestId requestId, String error, String detail) implements Decoded {}

    /** No JSON, no object, or no valid {@code cmd_id}. */
    record Malformed(@Nullable RequestId requestId, String error, String detail) implements Decoded {

        /** A text of which no field is used. */
        static Malformed unreadable(String error, String detail) {
            return new Malformed(null, error, detail);
        }

        @Override
        public long cmdId() {
            return 0;
        }
    }
}
