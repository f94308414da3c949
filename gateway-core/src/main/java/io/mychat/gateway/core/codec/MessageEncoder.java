package io.mychat.gateway.core.codec;

import io.mychat.gateway.spi.message.ErrorCode;
import io.mychat.gateway.spi.message.Reply;
import io.mychat.gateway.spi.message.RequestId;
import io.mychat.gateway.spi.session.Session;
import io.mychat.gateway.spi.time.Timestamp;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Encodes the server's messages as UTF-8 bytes (protocol.md 1.1), which all receivers can share. Thread-safe. */
public final class MessageEncoder {

    private static final byte[] CMD_ID = JsonBytes.ascii("{\"cmd_id\":");
    private static final byte[] REQUEST_ID = JsonBytes.ascii(",\"request_id\":");
    private static final byte[] SESSION_ID = JsonBytes.ascii(",\"session_id\":");
    private static final byte[] USER_ID = JsonBytes.ascii(",\"user_id\":");
    private static final byte[] PLATFORM = JsonBytes.ascii(",\"platform\":");
    private static final byte[] DATA = JsonBytes.ascii(",\"data\":");
    private static final byte[] TIMESTAMP = JsonBytes.ascii(",\"timestamp\":");
    private static final byte[] END = JsonBytes.ascii("}");

    private final Map<ErrorCode, byte[]> codes = new EnumMap<>(ErrorCode.class);
    private final Timestamps timestamps = new Timestamps();

    public MessageEncoder() {
        for (ErrorCode code : ErrorCode.values()) {
            codes.put(code, JsonBytes.ascii(",\"code\":" + code.code() + ",\"message\":\"" + code.message() + "\""));
        }
    }

    /**
     * The common part of all replies on a connection. It is encoded once, since it is half of a heartbeat's answer.
     *
     * @param session the session of the connection, or null
     */
    public static byte[] identity(String sessionId, @Nullable Session session) {
        JsonBytes json = new JsonBytes().raw(SESSION_ID).string(sessionId);
        if (session != null) {
            json.raw(USER_ID).string(session.userId());
            json.raw(PLATFORM).string(session.device().platform());
        }
        return json.toByteArray();
    }

    /**
     * Encodes a reply.
     *
     * @param cmdId the request's, or 0 when it had none
     * @param identity the connection's {@link #identity}
     */
    public byte[] reply(long cmdId, @Nullable RequestId requestId, Reply reply, byte[] identity, Instant at) {
        JsonBytes json = new JsonBytes().raw(CMD_ID).number(cmdId);
        if (requestId != null && requestId.integer()) {
            json.raw(REQUEST_ID).raw(JsonBytes.ascii(requestId.text()));
        } else if (requestId != null) {
            json.raw(REQUEST_ID).string(requestId.text());
        }
        json.raw(Objects.requireNonNull(codes.get(reply.code()))).raw(identity);
        return finish(json, reply.data(), at);
    }

    /**
     * Encodes a notice of the server. The bytes are the same for all sessions of a user.
     *
     * @param userId the receiver; empty without a login
     * @param data JSON text, or the text of a push
     */
    public byte[] notice(long cmdId, String userId, String data, Instant at) {
        JsonBytes json = new JsonBytes().raw(CMD_ID).number(cmdId);
        if (!userId.isEmpty()) {
            json.raw(USER_ID).string(userId);
        }
        return finish(json, data, at);
    }

    /** As {@link Timestamp#of}. */
    public static String rfc3339(Instant at) {
        return Timestamp.of(at);
    }

    private byte[] finish(JsonBytes json, String data, Instant at) {
        return json.raw(DATA)
                .string(Utf16.repaired(data))
                .raw(TIMESTAMP)
                .string(timestamps.rfc3339(at))
                .raw(END)
                .toByteArray();
    }
}
