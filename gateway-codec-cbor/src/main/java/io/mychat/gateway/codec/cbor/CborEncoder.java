package io.mychat.gateway.codec.cbor;

import io.mychat.gateway.spi.codec.Notice;
import io.mychat.gateway.spi.codec.PayloadBuffer;
import io.mychat.gateway.spi.codec.ReplyEncoder;
import io.mychat.gateway.spi.codec.ReplyIdentity;
import io.mychat.gateway.spi.message.ErrorCode;
import io.mychat.gateway.spi.message.RequestId;
import io.mychat.gateway.spi.time.TimestampCache;
import java.math.BigInteger;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;

/** Encodes the server's messages as CBOR maps. Thread-safe. */
final class CborEncoder {

    private static final byte[] CMD_ID = CborWriter.encoded("cmd_id");
    private static final byte[] REQUEST_ID = CborWriter.encoded("request_id");
    private static final byte[] CODE = CborWriter.encoded("code");
    private static final byte[] MESSAGE = CborWriter.encoded("message");
    private static final byte[] SESSION_ID = CborWriter.encoded("session_id");
    private static final byte[] USER_ID = CborWriter.encoded("user_id");
    private static final byte[] PLATFORM = CborWriter.encoded("platform");
    private static final byte[] DATA = CborWriter.encoded("data");
    private static final byte[] TIMESTAMP = CborWriter.encoded("timestamp");

    /** The fields of every reply: cmd_id, code, message, data, timestamp. */
    private static final int REPLY = 5;
    /** The fields of every notice: cmd_id, data, timestamp. */
    private static final int NOTICE = 3;

    private static final int IDENTITY_ROOM = 128;

    private final Map<ErrorCode, byte[]> codes = new EnumMap<>(ErrorCode.class);
    private final TimestampCache timestamps = new TimestampCache();
    private final DataWriter dataWriter = new DataWriter();

    CborEncoder() {
        for (ErrorCode code : ErrorCode.values()) {
            PayloadBuffer bytes = new PayloadBuffer(64);
            new CborWriter(bytes).raw(CODE).integer(code.code()).raw(MESSAGE).text(code.message());
            codes.put(code, bytes.toByteArray());
        }
    }

    ReplyEncoder replies(ReplyIdentity identity) {
        PayloadBuffer bytes = new PayloadBuffer(IDENTITY_ROOM);
        CborWriter writer = new CborWriter(bytes).raw(SESSION_ID).text(identity.sessionId());
        int fields = 1 + optional(writer, USER_ID, identity.userId()) + optional(writer, PLATFORM, identity.platform());
        byte[] encoded = bytes.toByteArray();
        return (cmdId, requestId, reply, at, into) -> {
            CborWriter map = new CborWriter(into)
                    .map(REPLY + fields + (requestId == null ? 0 : 1))
                    .raw(CMD_ID)
                    .integer(cmdId);
            if (requestId != null) {
                requestId(map.raw(REQUEST_ID), requestId);
            }
            map.raw(Objects.requireNonNull(codes.get(reply.code()))).raw(encoded);
            finish(map, reply.data(), at);
        };
    }

    void notice(Notice notice, PayloadBuffer into) {
        CborWriter map = new CborWriter(into)
                .map(NOTICE + (notice.userId().isEmpty() ? 0 : 1))
                .raw(CMD_ID)
                .integer(notice.cmdId());
        optional(map, USER_ID, notice.userId());
        finish(map, notice.data(), notice.at());
    }

    private static int optional(CborWriter writer, byte[] field, String value) {
        if (value.isEmpty()) {
            return 0;
        }
        writer.raw(field).text(value);
        return 1;
    }

    /** Those of clients with this codec have at most 64 bits. */
    private static void requestId(CborWriter map, RequestId requestId) {
        BigInteger value = requestId.integer() ? new BigInteger(requestId.text()) : null;
        if (value != null && CborWriter.isInteger(value)) {
            map.integer(value);
        } else {
            map.text(requestId.text());
        }
    }

    private void finish(CborWriter map, String data, Instant at) {
        dataWriter.write(data, map.raw(DATA));
        map.raw(TIMESTAMP).text(timestamps.rfc3339(at));
    }
}
