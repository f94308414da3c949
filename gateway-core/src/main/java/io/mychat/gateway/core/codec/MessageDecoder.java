package io.mychat.gateway.core.codec;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonParser.NumberType;
import com.fasterxml.jackson.core.JsonToken;
import io.mychat.gateway.spi.codec.DecodedMessage;
import io.mychat.gateway.spi.codec.EnvelopeBuilder;
import io.mychat.gateway.spi.codec.EnvelopeBuilder.Field;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/**
 * MessageParser of specification 2.2: reads the envelope of protocol.md 1.1 straight from the bytes of a JSON text, without
 * a tree. What the {@link EnvelopeScanner} does not know is read by Jackson's parser. Thread-safe.
 */
final class MessageDecoder {

    private static final String DATA_FORM = "a string that holds JSON, or a JSON object";
    private static final String NO_DATA = "{}";

    private final Json json;

    MessageDecoder(Json json) {
        this.json = json;
    }

    /** Decodes one message. Never throws for input of a client. */
    DecodedMessage decode(byte[] buffer, int offset, int length) {
        DecodedMessage usual = length > json.maxLength()
                ? null
                : EnvelopeScanner.scan(buffer, offset, length, json.maxDepth(), new EnvelopeBuilder(DATA_FORM));
        return usual == null ? decodeAny(buffer, offset, length) : usual;
    }

    /** Decodes any message, with a parser that knows all of JSON. */
    DecodedMessage decodeAny(byte[] buffer, int offset, int length) {
        EnvelopeBuilder envelope = new EnvelopeBuilder(DATA_FORM);
        try (JsonParser parser = json.factory().createParser(buffer, offset, length)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                return DecodedMessage.Malformed.unreadable("not_an_object", "A message is one JSON object.");
            }
            String name;
            while ((name = parser.nextFieldName()) != null) {
                JsonToken value = parser.nextToken();
                Field field = Field.named(name);
                if (field == null) {
                    parser.skipChildren();
                } else if (value == JsonToken.VALUE_NULL) {
                    envelope.absent(field);
                } else if (field == Field.DATA && value == JsonToken.START_OBJECT) {
                    envelope.data(objectText(parser, buffer, offset));
                } else if (!read(field, value, parser, envelope)) {
                    envelope.wrongType(field);
                    parser.skipChildren();
                }
            }
            if (parser.nextToken() != null) {
                return DecodedMessage.Malformed.unreadable("not_json", "There is text behind the JSON object.");
            }
        } catch (IOException e) {
            return DecodedMessage.Malformed.unreadable("not_json", "The text is not JSON, or is nested too deeply.");
        }
        return envelope.build(length);
    }

    /** @return false when the value has a wrong type; nothing is then read */
    private static boolean read(Field field, JsonToken value, JsonParser parser, EnvelopeBuilder envelope)
            throws IOException {
        boolean text = value == JsonToken.VALUE_STRING;
        boolean integer = value == JsonToken.VALUE_NUMBER_INT;
        boolean good = field == Field.CMD_ID ? integer : text || (integer && field == Field.REQUEST_ID);
        if (good) {
            switch (field) {
                case CMD_ID ->
                    envelope.cmdId(parser.getNumberType() == NumberType.BIG_INTEGER ? 0 : parser.getLongValue());
                case DATA -> envelope.data(dataText(parser));
                case PLATFORM -> envelope.platform(parser.getText());
                case REQUEST_ID -> envelope.requestId(parser.getText(), integer);
            }
        }
        return good;
    }

    /** Most commands that come often have no data, and need no text of their own. */
    private static String dataText(JsonParser parser) throws IOException {
        if (parser.getTextLength() == NO_DATA.length()) {
            char[] text = parser.getTextCharacters();
            int at = parser.getTextOffset();
            if (text[at] == '{' && text[at + 1] == '}') {
                return NO_DATA;
            }
        }
        return parser.getText();
    }

    private static String objectText(JsonParser parser, byte[] buffer, int offset) throws IOException {
        int from = (int) parser.currentTokenLocation().getByteOffset();
        parser.skipChildren();
        int to = (int) parser.currentLocation().getByteOffset();
        return new String(buffer, offset + from, to - from, StandardCharsets.UTF_8);
    }
}
