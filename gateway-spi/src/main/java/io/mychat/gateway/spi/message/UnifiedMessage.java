package io.mychat.gateway.spi.message;

import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * UnifiedMessage of specification 4.3: one message from a client, independent of the transport.
 *
 * <p>{@code sessionId}, {@code userId} and {@code platform} are those of the connection; they replace the values that
 * the client sent.
 *
 * @param cmdId the command, 1 to 4294967295
 * @param sessionId the session that sent the message
 * @param userId the session's user; empty before authentication
 * @param data JSON text; {@code "{}"} when the client sent none. It may be malformed: only the envelope is checked
 * @param platform the session's platform; before authentication the value that the client sent, or empty
 * @param timestamp the time at which the gateway received the message
 * @param requestId repeated in the reply; null when the client sent none
 * @since 0.1.0
 */
public record UnifiedMessage(
        long cmdId,
        String sessionId,
        String userId,
        String data,
        String platform,
        Instant timestamp,
        @Nullable RequestId requestId) {

    /** The largest command id: commands are unsigned 32-bit numbers. */
    public static final long MAX_CMD_ID = 0xFFFF_FFFFL;

    public UnifiedMessage {
        if (cmdId < 1 || cmdId > MAX_CMD_ID) {
            throw new IllegalArgumentException("cmdId must be 1 to " + MAX_CMD_ID + ", not " + cmdId);
        }
        Objects.requireNonNull(sessionId, "sessionId");
        Objects.requireNonNull(userId, "userId");
        Objects.requireNonNull(data, "data");
        Objects.requireNonNull(platform, "platform");
        Objects.requireNonNull(timestamp, "timestamp");
    }

    /** Omits the data, which may contain passwords and private messages. */
    @Override
    public String toString() {
        return "UnifiedMessage[cmdId=" + cmdId + ", sessionId=" + sessionId + ", userId=" + userId + ", data="
                + data.length() + " characters, platform=" + platform + ", timestamp=" + timestamp + ", requestId="
                + requestId + "]";
    }
}
