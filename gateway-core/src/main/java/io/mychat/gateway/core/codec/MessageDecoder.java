package io.mychat.gateway.core.codec;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.mychat.gateway.spi.message.RequestId;
import io.mychat.gateway.spi.message.UnifiedMessage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * MessageParser of specification 2.2: reads the envelope of protocol.md 1.1 straight from the frame's bytes.
 * Thread-safe.
 *
 * <p>Fields that the server sets ({@code session_id}, {@code user_id}, {@code timestamp}) and unknown fields are
 * skipped, regardless of their values and number. Every other field may occur once: with duplicates, another reader of
 * the same frame could take another value (RFC 8259 section 4).
 */
public final class MessageDecoder {

    private static final String DEFAULT_DATA = "{}";
    private static final int CMD_ID = 1;
    private static final int DATA = 2;
    private static final int PLATFORM = 4;
    private static final int REQUEST_ID = 8;

    private final Json json;

    public MessageDecoder(Json json) {
        this.json = json;
    }

    /** Decodes one frame. Never throws for input of a client. */
    public Decoded decode(byte[] buffer, int offset, int length) {
        Draft draft = new Draft();
        try (JsonParser parser = json.factory().createParser(buffer, offset, length)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                return Decoded.Malformed.unreadable("not_an_object", "A message is one JSON object.");
            }
            String field;
            while ((field = parser.nextFieldName()) != null) {
                JsonToken value = parser.nextToken();
                switch (field) {
                    case "cmd_id" -> readCmdId(parser, value, draft);
                    case "data" -> readData(parser, value, draft, buffer, offset);
                    case "platform" -> readPlatform(parser, value, draft);
                    case "request_id" -> readRequestId(parser, value, draft);
                    default -> parser.skipChildren();
                }
            }
            if (parser.nextToken() != null) {
                return Decoded.Malformed.unreadable("not_json", "There is text behind the JSON object.");
            }
        } catch (IOException e) {
            return Decoded.Malformed.unreadable("not_json", "The text is not JSON, or is nested too deeply.");
        }
        return draft.finish(length);
    }

    private static void readCmdId(JsonParser parser, JsonToken value, Draft draft) throws IOException {
        boolean first = !draft.has(CMD_ID);
        draft.once(CMD_ID);
        draft.cmdId = 0;
        if (first
                && value == JsonToken.VALUE_NUMBER_INT
                && parser.getNumberType() != JsonParser.NumberType.BIG_INTEGER
                && parser.getLongValue() >= 1
                && parser.getLongValue() <= UnifiedMessage.MAX_CMD_ID) {
            draft.cmdId = parser.getLongValue();
        }
        parser.skipChildren();
    }

    private static void readData(JsonParser parser, JsonToken value, Draft draft, byte[] buffer, int offset)
            throws IOException {
        draft.once(DATA);
        if (value == JsonToken.VALUE_STRING) {
            draft.data = parser.getText();
            draft.check(Utf16.isWellFormed(draft.data), "bad_data", "data holds half a surrogate pair.");
        } else if (value == JsonToken.START_OBJECT) {
            int from = (int) parser.currentTokenLocation().getByteOffset();
            parser.skipChildren();
            int to = (int) parser.currentLocation().getByteOffset();
            draft.data = new String(buffer, offset + from, to - from, StandardCharsets.UTF_8);
        } else if (value == JsonToken.VALUE_NULL) {
            draft.data = DEFAULT_DATA;
        } else {
            draft.check(false, "bad_data", "data is a string that holds JSON, or a JSON object.");
            parser.skipChildren();
        }
    }

    private static void readPlatform(JsonParser parser, JsonToken value, Draft draft) throws IOException {
        draft.once(PLATFORM);
        if (value == JsonToken.VALUE_STRING) {
            draft.platform = parser.getText();
        } else {
            draft.check(value == JsonToken.VALUE_NULL, "bad_platform", "platform is a string.");
            parser.skipChildren();
        }
    }

    private static void readRequestId(JsonParser parser, JsonToken value, Draft draft) throws IOException {
        draft.once(REQUEST_ID);
        draft.requestId = null;
        boolean integer = value == JsonToken.VALUE_NUMBER_INT;
        if (integer || value == JsonToken.VALUE_STRING) {
            String text = parser.getText();
            boolean good = RequestId.isShortEnough(text) && Utf16.isWellFormed(text);
            draft.check(good, "bad_request_id", "request_id is a string of up to 64 characters or an integer.");
            draft.requestId = good ? new RequestId(text, integer) : null;
        } else {
            draft.check(
                    value == JsonToken.VALUE_NULL,
                    "bad_request_id",
                    "request_id is a string of up to 64 characters or an integer.");
            parser.skipChildren();
        }
    }

    /** The fields read so far. Not thread-safe. */
    private static final class Draft {
        private long cmdId;
        private String data = DEFAULT_DATA;
        private String platform = "";
        private @Nullable RequestId requestId;
        private @Nullable String error;
        private String detail = "";
        private int read;

        /** Notes that the field is there; a field that occurs twice is ambiguous. */
        void once(int field) {
            check(!has(field), "duplicate_field", "A field of the message is there twice.");
            read |= field;
        }

        boolean has(int field) {
            return (read & field) != 0;
        }

        void check(boolean good, String errorName, String errorDetail) {
            if (!good && error == null) {
                error = errorName;
                detail = errorDetail;
            }
        }

        Decoded finish(int bytes) {
            if (cmdId == 0) {
                return new Decoded.Malformed(
                        requestId, "bad_cmd_id", "cmd_id is required, once: an integer from 1 to 4294967295.");
            }
            if (error != null) {
                return new Decoded.Invalid(cmdId, requestId, error, detail);
            }
            return new Decoded.Envelope(cmdId, data, platform, requestId, bytes);
        }
    }
}
