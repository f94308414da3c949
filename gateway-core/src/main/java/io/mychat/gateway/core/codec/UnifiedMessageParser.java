package io.mychat.gateway.core.codec;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.mychat.gateway.spi.codec.DecodedMessage;
import io.mychat.gateway.spi.message.MessageParser;
import io.mychat.gateway.spi.message.UnifiedMessage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads messages that a host application has as text: the envelope by the decoder of frames, and the fields that a frame
 * cannot set. Thread-safe.
 */
public final class UnifiedMessageParser implements MessageParser {

    /** The host has the text in memory already; the depth keeps the parser's stack small. */
    private static final Json JSON = new Json(64, Integer.MAX_VALUE);

    private static final Set<String> SERVER_FIELDS = Set.of("session_id", "user_id", "timestamp");

    private final MessageDecoder decoder = new MessageDecoder(JSON);

    /** For {@link java.util.ServiceLoader}. */
    public UnifiedMessageParser() {}

    @Override
    public UnifiedMessage parse(String json) {
        byte[] utf8 = json.getBytes(StandardCharsets.UTF_8);
        DecodedMessage decoded = decoder.decode(utf8, 0, utf8.length);
        if (decoded instanceof DecodedMessage.Malformed malformed) {
            throw new IllegalArgumentException(malformed.detail());
        }
        if (decoded instanceof DecodedMessage.Invalid invalid) {
            throw new IllegalArgumentException(invalid.detail());
        }
        DecodedMessage.Envelope envelope = (DecodedMessage.Envelope) decoded;
        Map<String, String> server = serverFields(utf8);
        return new UnifiedMessage(
                envelope.cmdId(),
                server.getOrDefault("session_id", ""),
                server.getOrDefault("user_id", ""),
                envelope.data(),
                envelope.platform(),
                timestamp(server.get("timestamp")),
                envelope.requestId());
    }

    private static Map<String, String> serverFields(byte[] utf8) {
        Map<String, String> found = new HashMap<>();
        try (JsonParser parser = JSON.factory().createParser(utf8)) {
            parser.nextToken();
            String field;
            while ((field = parser.nextFieldName()) != null) {
                JsonToken value = parser.nextToken();
                if (!SERVER_FIELDS.contains(field)) {
                    parser.skipChildren();
                } else if (value != JsonToken.VALUE_STRING) {
                    throw new IllegalArgumentException(field + " is a string.");
                } else if (found.put(field, parser.getText()) != null) {
                    throw new IllegalArgumentException("A field of the message is there twice: " + field + ".");
                }
            }
            return found;
        } catch (IOException e) {
            throw new IllegalArgumentException("The text is not JSON, or is nested too deeply.", e);
        }
    }

    private static Instant timestamp(@Nullable String text) {
        if (text == null) {
            throw new IllegalArgumentException("timestamp is required: RFC 3339, such as 2025-01-08T10:30:00Z.");
        }
        try {
            return OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeParseException e) {
            throw new IllegalArgumentException("timestamp is RFC 3339, such as 2025-01-08T10:30:00Z.", e);
        }
    }
}
