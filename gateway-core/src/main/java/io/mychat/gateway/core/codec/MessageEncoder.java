package io.mychat.gateway.core.codec;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.ByteArrayBuilder;
import io.mychat.gateway.spi.message.Reply;
import io.mychat.gateway.spi.message.RequestId;
import io.mychat.gateway.spi.session.Session;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/** Writes what the server sends as UTF-8 bytes (protocol.md 1.1), ready to be shared by all receivers. Thread-safe. */
public final class MessageEncoder {

    private final JsonFactory factory = new JsonFactory();

    /**
     * Encodes a reply.
     *
     * @param cmdId the request's, or 0 when it had none
     * @param session who is logged in on the connection, or null
     */
    public byte[] reply(
            long cmdId,
            @Nullable RequestId requestId,
            Reply reply,
            String sessionId,
            @Nullable Session session,
            Instant at) {
        return encode(json -> {
            json.writeNumberField("cmd_id", cmdId);
            if (requestId != null && requestId.integer()) {
                json.writeFieldName("request_id");
                json.writeRawValue(requestId.text());
            } else if (requestId != null) {
                json.writeStringField("request_id", requestId.text());
            }
            json.writeNumberField("code", reply.code().code());
            json.writeStringField("message", reply.code().message());
            json.writeStringField("session_id", sessionId);
            if (session != null) {
                json.writeStringField("user_id", session.userId());
                json.writeStringField("platform", session.device().platform());
            }
            json.writeStringField("data", Utf16.repaired(reply.data()));
            json.writeStringField("timestamp", rfc3339(at));
        });
    }

    /**
     * Encodes a message that the server sends of its own accord; the same bytes for all sessions of one user.
     *
     * @param userId the receiver, or empty when nobody is logged in
     * @param data JSON text, or whatever the pusher gave
     */
    public byte[] notice(long cmdId, String userId, String data, Instant at) {
        return encode(json -> {
            json.writeNumberField("cmd_id", cmdId);
            if (!userId.isEmpty()) {
                json.writeStringField("user_id", userId);
            }
            json.writeStringField("data", Utf16.repaired(data));
            json.writeStringField("timestamp", rfc3339(at));
        });
    }

    /** RFC 3339 in UTC with {@code Z}, to the millisecond. */
    public static String rfc3339(Instant at) {
        return at.truncatedTo(ChronoUnit.MILLIS).toString();
    }

    private byte[] encode(Fields fields) {
        ByteArrayBuilder bytes = new ByteArrayBuilder(256);
        try (JsonGenerator json = factory.createGenerator(bytes)) {
            json.writeStartObject();
            fields.writeTo(json);
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    @FunctionalInterface
    private interface Fields {
        void writeTo(JsonGenerator json) throws IOException;
    }
}
