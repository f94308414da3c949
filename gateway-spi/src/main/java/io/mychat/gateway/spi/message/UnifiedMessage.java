package io.mychat.gateway.spi.message;

import io.mychat.gateway.spi.time.Timestamp;
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

    /**
     * The message as JSON ({@code to_json}), in the form of a frame with all its fields: {@code data} is a string. The
     * timestamp has milliseconds.
     */
    public String toJson() {
        StringBuilder json =
                new StringBuilder(data.length() + 200).append("{\"cmd_id\":").append(cmdId);
        RequestId request = requestId;
        if (request != null) {
            json.append(",\"request_id\":").append(request.integer() ? request.text() : JsonText.quote(request.text()));
        }
        return json.append(",\"session_id\":")
                .append(JsonText.quote(sessionId))
                .append(",\"user_id\":")
                .append(JsonText.quote(userId))
                .append(",\"platform\":")
                .append(JsonText.quote(platform))
                .append(",\"data\":")
                .append(JsonText.quote(data))
                .append(",\"timestamp\":\"")
                .append(Timestamp.of(timestamp))
                .append("\"}")
                .toString();
    }

    /**
     * Reads a message from JSON ({@code from_json}); see {@link MessageParser#parse}.
     *
     * @throws IllegalArgumentException when the text is no message; the message names the field
     * @throws IllegalStateException when gateway-core is not on the class path
     */
    public static UnifiedMessage fromJson(String json) {
        return Parser.INSTANCE.parse(Objects.requireNonNull(json, "json"));
    }

    /** Found at the first use. */
    private static final class Parser {
        private static final MessageParser INSTANCE = MessageParser.find();

        private Parser() {}
    }

    /** Omits the data, which may contain passwords and private messages. */
    @Override
    public String toString() {
        return "UnifiedMessage[cmdId=" + cmdId + ", sessionId=" + sessionId + ", userId=" + userId + ", data="
                + data.length() + " characters, platform=" + platform + ", timestamp=" + timestamp + ", requestId="
                + requestId + "]";
    }
}
