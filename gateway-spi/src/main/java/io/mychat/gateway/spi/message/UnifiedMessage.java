package io.mychat.gateway.spi.message;

import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * UnifiedMessage of specification 4.3: one message from a client, whatever it came in on.
 *
 * <p>{@code sessionId}, {@code userId} and {@code platform} are the connection's own; what the client wrote there has
 * been overwritten.
 *
 * @param cmdId which command, 1 to 4294967295
 * @param sessionId the session that sent it
 * @param userId the session's user; empty before authentication
 * @param data JSON text; {@code "{}"} when the client sent none. Not checked to be well-formed
 * @param platform the session's platform; before authentication what the client wrote, or empty
 * @param timestamp when the gateway received it
 * @param requestId what the client wants to see again in the reply, if anything
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

    /** Without the data, which may hold anything: a login's has a password, others what people write to each other. */
    @Override
    public String toString() {
        return "UnifiedMessage[cmdId=" + cmdId + ", sessionId=" + sessionId + ", userId=" + userId + ", data="
                + data.length() + " characters, platform=" + platform + ", timestamp=" + timestamp + ", requestId="
                + requestId + "]";
    }
}
