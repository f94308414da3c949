package io.mychat.gateway.core.codec;

import io.mychat.gateway.spi.codec.Notice;
import io.mychat.gateway.spi.codec.PayloadBuffer;
import io.mychat.gateway.spi.codec.ReplyIdentity;
import io.mychat.gateway.spi.message.ErrorCode;
import io.mychat.gateway.spi.message.Reply;
import io.mychat.gateway.spi.message.RequestId;
import io.mychat.gateway.spi.time.Timestamp;
import io.mychat.gateway.spi.time.TimestampCache;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Encodes the server's messages as JSON (protocol.md 1.1). Thread-safe. */
public final class MessageEncoder {

    private static final int IDENTITY_ROOM = 128;
    private static final int TIMESTAMP_LENGTH = 24;
    private static final byte[] CMD_ID = JsonBytes.ascii("{\"cmd_id\":");
    private static final byte[] REQUEST_ID = JsonBytes.ascii(",\"request_id\":");
    private static final byte[] SESSION_ID = JsonBytes.ascii(",\"session_id\":");
    private static final byte[] USER_ID = JsonBytes.ascii(",\"user_id\":");
    private static final byte[] PLATFORM = JsonBytes.ascii(",\"platform\":");
    private static final byte[] DATA = JsonBytes.ascii(",\"data\":");
    private static final byte[] TIMESTAMP = JsonBytes.ascii(",\"timestamp\":");
    private static final byte[] END = JsonBytes.ascii("}");

    private final Map<ErrorCode, byte[]> codes = new EnumMap<>(ErrorCode.class);
    private final TimestampCache timestamps = new TimestampCache();
    private final ReplyTails tails = new ReplyTails();

    MessageEncoder() {
        for (ErrorCode code : ErrorCode.values()) {
            codes.put(code, JsonBytes.ascii(",\"code\":" + code.code() + ",\"message\":\"" + code.message() + "\""));
        }
    }

    /** The common part of all replies on a connection. It is encoded once, since it is half of a heartbeat's answer. */
    byte[] identity(ReplyIdentity identity) {
        PayloadBuffer bytes = new PayloadBuffer(IDENTITY_ROOM);
        JsonBytes json = new JsonBytes(bytes).raw(SESSION_ID).string(identity.sessionId());
        optional(json, USER_ID, identity.userId());
        optional(json, PLATFORM, identity.platform());
        return bytes.toByteArray();
    }

    private static void optional(JsonBytes json, byte[] field, String value) {
        if (!value.isEmpty()) {
            json.raw(field).string(value);
        }
    }

    /**
     * Encodes a reply.
     *
     * @param cmdId the request's, or 0 when it had none
     * @param identity the connection's {@link #identity}
     */
    void reply(
            long cmdId, @Nullable RequestId requestId, Reply reply, byte[] identity, Instant at, PayloadBuffer into) {
        byte[] code = Objects.requireNonNull(codes.get(reply.code()));
        byte[] tail = tails.known(reply, at);
        if (tail != null) {
            into.expect(CMD_ID.length
                    + JsonBytes.digits(cmdId)
                    + lengthOf(requestId)
                    + code.length
                    + identity.length
                    + tail.length);
            head(into, cmdId, requestId).raw(code).raw(identity).raw(tail);
            return;
        }
        String data = reply.data();
        int length = JsonBytes.length(data);
        into.expect(around(cmdId) + lengthOf(requestId) + code.length + identity.length + length);
        JsonBytes json = head(into, cmdId, requestId).raw(code).raw(identity);
        int begin = into.length();
        finish(json, data, length, at);
        tails.note(reply, at, into, begin);
    }

    private static JsonBytes head(PayloadBuffer into, long cmdId, @Nullable RequestId requestId) {
        JsonBytes json = new JsonBytes(into).raw(CMD_ID).number(cmdId);
        if (requestId != null && requestId.integer()) {
            json.raw(REQUEST_ID).raw(JsonBytes.ascii(requestId.text()));
        } else if (requestId != null) {
            json.raw(REQUEST_ID).string(requestId.text());
        }
        return json;
    }

    void notice(Notice notice, PayloadBuffer into) {
        int length = JsonBytes.length(notice.data());
        into.expect(length(notice.cmdId(), notice.userId(), length));
        finish(head(notice.cmdId(), notice.userId(), into), notice.data(), length, notice.at());
    }

    void delivered(DeliveredMessage message, PayloadBuffer into) {
        into.expect(lengthOf(message));
        JsonBytes json = head(message.cmdId(), message.userId(), into).raw(DATA).quote();
        message.write(json);
        end(json.quote(), message.at());
    }

    /** The bytes of {@link #delivered}. */
    static int lengthOf(DeliveredMessage message) {
        return length(message.cmdId(), message.userId(), message.length());
    }

    private static int length(long cmdId, String userId, int dataLength) {
        return around(cmdId)
                + (userId.isEmpty() ? 0 : USER_ID.length + JsonBytes.QUOTES + JsonBytes.length(userId))
                + dataLength;
    }

    private static JsonBytes head(long cmdId, String userId, PayloadBuffer into) {
        JsonBytes json = new JsonBytes(into).raw(CMD_ID).number(cmdId);
        optional(json, USER_ID, userId);
        return json;
    }

    /** The bytes of what every message has besides its data. */
    private static int around(long cmdId) {
        return CMD_ID.length
                + JsonBytes.digits(cmdId)
                + DATA.length
                + TIMESTAMP.length
                + TIMESTAMP_LENGTH
                + 2 * JsonBytes.QUOTES
                + END.length;
    }

    private static int lengthOf(@Nullable RequestId requestId) {
        if (requestId == null) {
            return 0;
        }
        return REQUEST_ID.length
                + (requestId.integer()
                        ? requestId.text().length()
                        : JsonBytes.QUOTES + JsonBytes.length(requestId.text()));
    }

    /** As {@link Timestamp#of}. */
    public static String rfc3339(Instant at) {
        return Timestamp.of(at);
    }

    private void finish(JsonBytes json, String data, int length, Instant at) {
        end(json.raw(DATA).string(data, length), at);
    }

    private void end(JsonBytes json, Instant at) {
        json.raw(TIMESTAMP).string(timestamps.rfc3339(at)).raw(END);
    }
}
